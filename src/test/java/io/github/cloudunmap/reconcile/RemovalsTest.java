package io.github.cloudunmap.reconcile;

import static io.github.cloudunmap.reconcile.Given.registered;
import static io.github.cloudunmap.reconcile.Given.running;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

    @Test
    void writesTheJournalAfterTheTurnAndBeforeTheLastReadings() {
        aws.ec2("us-east-1").has(running("i-live", "10.0.0.9"));
        aws.cloudMap.register(registered("i-live", "10.0.0.9"), registered("i-0", "10.0.0.0"));

        ReconcileReport report = aws.pass(journal(aws.calls));

        assertThat(FakeAws.outcomes(report)).containsEntry("i-0", RemovalResult.DEREGISTERED);
        assertThat(aws.calls)
                .containsSubsequence(
                        "begin i-0 {AWS_INSTANCE_IPV4=10.0.0.0}",
                        "ask us-east-1 for [i-0]",
                        "get i-0",
                        "deregister i-0",
                        "end i-0 deregistered");
        assertThat(aws.calls.indexOf("begin i-0 {AWS_INSTANCE_IPV4=10.0.0.0}"))
                .isLessThan(aws.calls.lastIndexOf("ask us-east-1 for [i-0]"));
    }

    @Test
    void removesNothingThatTheJournalDoesNotTake() {
        aws.ec2("us-east-1").has(running("i-live", "10.0.0.9"));
        aws.cloudMap.register(registered("i-live", "10.0.0.9"));
        IntStream.range(0, 3).forEach(i -> aws.cloudMap.register(registered("i-" + i, "10.0.0." + i)));

        ReconcileReport report = aws.pass(new RemovalJournal() {
            @Override
            public void begin(String passId, Plan.Removal removal) {
                if (removal.instance().id().equals("i-1")) {
                    throw new ApiFailure("JournalUnwritable", "no space left on device");
                }
            }

            @Override
            public void end(String passId, Ending ending) {}
        });

        assertThat(report.result()).isEqualTo(ReconcileReport.Result.ERROR);
        assertThat(report.failure()).get().extracting(Throwable::getMessage).isEqualTo("no space left on device");
        assertThat(FakeAws.outcomes(report)).containsOnlyKeys("i-0");
        assertThat(aws.calls).contains("deregister i-0").doesNotContain("deregister i-1", "deregister i-2");
    }

    @Test
    void tellsTheJournalWhyARegistrationWasKeptOrARemovalFailed() {
        aws.ec2("us-east-1").has(running("i-live", "10.0.0.9"));
        aws.cloudMap.register(registered("i-live", "10.0.0.9"));
        aws.cloudMap.register(registered("i-0", "10.0.0.0"), registered("i-1", "10.0.0.1"));
        aws.cloudMap.register(registered("i-2", "10.0.0.3"));
        aws.cloudMap.removals.put("i-0", new ApiFailure("Timeout", "no answer"));
        aws.cloudMap.removals.put("i-2", ApiFailure.refusal("ResourceInUse", "in use", null));
        aws.cloudMap.afterList = () -> aws.cloudMap.register(registered("i-1", "10.0.0.2"));
        List<String> told = new ArrayList<>();

        aws.pass(journal(told));

        assertThat(told)
                .containsExactlyInAnyOrder(
                        "begin i-0 {AWS_INSTANCE_IPV4=10.0.0.0}",
                        "begin i-1 {AWS_INSTANCE_IPV4=10.0.0.1}",
                        "begin i-2 {AWS_INSTANCE_IPV4=10.0.0.3}",
                        "end i-0 failed Timeout may-be-gone",
                        "end i-2 failed ResourceInUse",
                        "end i-1 changed its registration has changed meanwhile");
    }

    /** The threads are closed under a pass that outlasts the shutdown timeout. */
    @Test
    void saysInWordsThatTheProgramIsBeingStopped() {
        aws.ec2("us-east-1").has(running("i-live", "10.0.0.9"));
        aws.cloudMap.register(registered("i-live", "10.0.0.9"), registered("i-0", "10.0.0.0"));
        RejectedExecutionException closed = new RejectedExecutionException("Task java.util.concurrent.… rejected");
        List<String> told = new ArrayList<>();

        reconciler(
                        request -> {
                            throw closed;
                        },
                        journal(told))
                .pass(CarriedState.NONE);

        assertThat(told).containsExactly("begin i-0 {AWS_INSTANCE_IPV4=10.0.0.0}", "end i-0 failed Interrupted");
        assertThat(ApiFailure.messageOf(closed)).isEqualTo("the program is being stopped");
    }

    @Test
    void writesARemovalThatIsSentAgainOnce() {
        aws.ec2("us-east-1").has(running("i-live", "10.0.0.9"));
        aws.cloudMap.register(registered("i-live", "10.0.0.9"), registered("i-0", "10.0.0.0"));
        aws.cloudMap.nextRemovals.put(
                "i-0", new ArrayDeque<>(List.of(new ApiFailure("ThrottlingException", "slow down"))));
        List<String> told = new ArrayList<>();

        aws.pass(journal(told));

        assertThat(told).containsExactly("begin i-0 {AWS_INSTANCE_IPV4=10.0.0.0}", "end i-0 deregistered");
    }

    private static RemovalJournal journal(List<String> told) {
        return new RemovalJournal() {
            @Override
            public void begin(String passId, Plan.Removal removal) {
                told.add("begin " + removal.instance().id() + " "
                        + removal.instance().attributes());
            }

            @Override
            public void end(String passId, Ending ending) {
                told.add(Stream.of(
                                "end " + ending.removal().instance().id(),
                                ending.result().toString(),
                                ending.why(),
                                ending.errorCode(),
                                ending.mayBeGone() ? "may-be-gone" : null)
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining(" ")));
            }
        };
    }

    private ReconcileReport pass() {
        return reconciler(calls::add, RemovalJournal.NONE).pass(CarriedState.NONE);
    }

    private Reconciler reconciler(Executor requests, RemovalJournal journal) {
        return new Reconciler(
                Given.policyIn("us-east-1"),
                aws.cloudMap,
                List.copyOf(aws.directories()),
                aws.cloudMap,
                time,
                requests,
                journal);
    }
}
