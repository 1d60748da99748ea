package io.github.cloudunmap.judge;

import io.github.cloudunmap.demo.ApiError;
import io.github.cloudunmap.demo.Call;
import io.github.cloudunmap.demo.InMemoryAws;
import java.util.List;
import java.util.Random;

/** Fails some calls before they have an effect, and loses the answer of some removals. Any thread may heal it. */
final class Faults {
    private static final int FAILING_PERCENT = 3;
    private static final int LOST_PERCENT = 5;

    private final Random random;
    private volatile boolean healed;

    Faults(Random random) {
        this.random = random;
    }

    void befall(InMemoryAws aws) {
        aws.onAll().before(this::fail);
        aws.on("DeregisterInstance").after(this::loseAnswer);
    }

    /** Lets every call succeed from here on. */
    void heal() {
        healed = true;
    }

    private void fail(Call call) {
        if (chance(FAILING_PERCENT)) {
            boolean ec2 = call.operation().equals("DescribeInstances");
            List<ApiError> errors = List.of(
                    ec2 ? ApiError.requestLimitExceeded() : ApiError.throttling(),
                    new ApiError(500, "InternalError", "An internal error has occurred"),
                    ApiError.droppedConnection());
            throw errors.get(random.nextInt(errors.size()));
        }
    }

    private void loseAnswer(Call call) {
        if (chance(LOST_PERCENT)) {
            throw ApiError.droppedConnection();
        }
    }

    private boolean chance(int percent) {
        return !healed && random.nextInt(100) < percent;
    }
}
