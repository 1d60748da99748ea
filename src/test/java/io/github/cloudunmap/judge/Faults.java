package io.github.cloudunmap.judge;

import io.github.cloudunmap.inmemory.ApiError;
import io.github.cloudunmap.inmemory.Call;
import io.github.cloudunmap.inmemory.InMemoryAws;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Fails some calls before they have an effect, and loses the answer of some removals. Any thread may heal it. */
final class Faults {
    private final int failingPercent;
    private final int lostPercent;
    private final Random random;
    private final AtomicLong failed = new AtomicLong();
    private final Map<String, AtomicLong> throttled = new ConcurrentHashMap<>();
    private final AtomicLong lost = new AtomicLong();
    private volatile boolean healed;

    /**
     * @param failingPercent of all calls
     * @param lostPercent of the answers to removals
     */
    Faults(int failingPercent, int lostPercent, Random random) {
        this.failingPercent = failingPercent;
        this.lostPercent = lostPercent;
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

    /** How many calls have failed before they had an effect. */
    long failed() {
        return failed.get();
    }

    /** How many calls of the operation were throttled without being beyond a limit. */
    long throttled(String operation) {
        AtomicLong count = throttled.get(operation);
        return count == null ? 0 : count.get();
    }

    /** How many removals were accepted whose answer was lost. */
    long lost() {
        return lost.get();
    }

    private void fail(Call call) {
        if (chance(failingPercent)) {
            failed.incrementAndGet();
            switch (random.nextInt(3)) {
                case 0 -> {
                    throttled
                            .computeIfAbsent(call.operation(), key -> new AtomicLong())
                            .incrementAndGet();
                    boolean ec2 = call.operation().equals("DescribeInstances");
                    throw ec2 ? ApiError.requestLimitExceeded() : ApiError.throttling();
                }
                case 1 -> throw new ApiError(500, "InternalError", "An internal error has occurred");
                default -> throw ApiError.droppedConnection();
            }
        }
    }

    private void loseAnswer(Call call) {
        if (chance(lostPercent)) {
            lost.incrementAndGet();
            throw ApiError.droppedConnection();
        }
    }

    private boolean chance(int percent) {
        return !healed && random.nextInt(100) < percent;
    }
}
