package io.github.cloudunmap.reconcile;

import static io.github.cloudunmap.reconcile.Given.registered;
import static io.github.cloudunmap.reconcile.Given.running;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Removals whose answers come when somebody waits for one, the latest first. */
final class RemovalsTest {
    private static final int DEAD = 6;

    private final FakeAws aws = new FakeAws();
    private final Deque<Runnable> calls = new ArrayDeque<>();
    private int mostAtOnce;
    private final VirtualTime time = new VirtualTime() {
        @Override
        public <T> T await(String what, CompletableFuture<T> answer, Duration atMost) {
            if (!answer.isDone()) {
                mostAtOnce = Math.max(mostAtOnce, calls.size());
            }
            while (!answer.isDone() && !calls.isEmpty()) {
                calls.removeLast().run();
            }
            return super.await(what, answer, atMost);
        }
    };

    @Test
    void makesFourAtOnceAndTellsThemInThePlansOrder() {
        aws.ec2("us-east-1").has(running("i-live", "10.0.0.9"));
        aws.cloudMap.register(registered("i-live", "10.0.0.9"));
        IntStream.range(0, DEAD).forEach(i -> aws.cloudMap.register(registered("i-" + i, "10.0.0." + i)));

        ReconcileReport report = pass();

        assertThat(mostAtOnce).isEqualTo(4);
        assertThat(report.outcomes())
                .extracting(outcome -> outcome.removal().instance().id())
                .containsExactly("i-0", "i-1", "i-2", "i-3", "i-4", "i-5");
        assertThat(report.outcomes()).allMatch(outcome -> outcome.result() == RemovalResult.DEREGISTERED);
    }

    @Test
    void goesOnWithTheOthersWhenOneFails() {
        aws.ec2("us-east-1").has(running("i-live", "10.0.0.9"));
        aws.cloudMap.register(registered("i-live", "10.0.0.9"));
        IntStream.range(0, DEAD).forEach(i -> aws.cloudMap.register(registered("i-" + i, "10.0.0." + i)));
        aws.cloudMap.removals.put("i-1", new ApiFailure("ResourceInUse", "in use"));

        assertThat(FakeAws.outcomes(pass()))
                .containsEntry("i-1", RemovalResult.FAILED)
                .containsEntry("i-5", RemovalResult.DEREGISTERED);
    }

    private ReconcileReport pass() {
        return new Reconciler(
                        Given.policyIn("us-east-1"),
                        aws.cloudMap,
                        List.copyOf(aws.directories()),
                        aws.cloudMap,
                        time,
                        calls::add)
                .pass(CarriedState.NONE);
    }
}
