package io.github.cloudunmap.fleet;

import static io.github.cloudunmap.fleet.HeldReader.instance;
import static io.github.cloudunmap.fleet.HeldReader.running;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.Ec2Instance.State;
import io.github.cloudunmap.reconcile.Evidence;
import io.github.cloudunmap.reconcile.Sighting;
import io.github.cloudunmap.reconcile.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Lookups that meet, one step at a time: what is sent, what is shared, what is kept. */
class SharedInstanceDirectoryTest {
    private static final String REGION = "us-east-1";
    private static final Duration TTL = Duration.ofSeconds(60);
    private static final Duration HOLD = Duration.ofMinutes(15);

    private final ApiFailure throttled = new ApiFailure("RequestLimitExceeded", "slow down");
    private final VirtualTime time = new VirtualTime();
    private final SteppedExecutor executor = new SteppedExecutor();
    private final HeldReader ec2 = new HeldReader();
    private final SharedInstanceDirectory directory =
            Directories.alone(REGION, ec2, executor, () -> new DirectorySettings(TTL, HOLD), time, FleetObserver.NONE);
    private final List<CompletableFuture<?>> others = new ArrayList<>();

    @Test
    void answersWithTheInstanceAndItsEvidence() {
        ec2.instances.add(running("i-1"));
        time.advance(Duration.ofNanos(7));
        assertThat(lookUpAndStep("i-1"))
                .containsExactly(Map.entry("i-1", new Sighting(running("i-1"), new Evidence(REGION, "req-1", 7))));
    }

    @Test
    void anIdThatTheAnswerLacksIsANo() {
        assertThat(lookUpAndStep("i-1"))
                .containsExactly(Map.entry("i-1", new Sighting(null, new Evidence(REGION, "req-1", 0))));
    }

    @Test
    void anInstanceThatNobodyAskedForIsIgnored() {
        ec2.instances.add(running("i-2"));
        assertThat(lookUpAndStep("i-1")).containsOnlyKeys("i-1");
        assertThat(directory.remembers("i-2")).isFalse();
    }

    @Test
    void ofAnInstanceShownTwiceTheLivingOneCounts() {
        ec2.instances.addAll(
                List.of(instance("i-1", State.TERMINATED), running("i-1"), instance("i-1", State.TERMINATED)));
        assertThat(lookUpAndStep("i-1").get("i-1"))
                .extracting(Sighting::instanceOrNull)
                .isEqualTo(running("i-1"));
    }

    @Test
    void aLookupOfNothingAsksNobody() {
        assertThat(directory.lookUp(Set.of(), 0)).isCompletedWithValue(Map.of());
        assertThat(executor.waiting()).isZero();
    }

    @Test
    void theTimeOfAnAnswerIsWhenItsRequestWasSentNotWhenItCame() {
        ec2.during = () -> time.advance(Duration.ofSeconds(9));
        CompletableFuture<Map<String, Sighting>> answer = directory.lookUp(Set.of("i-1"), 0);
        time.advance(Duration.ofSeconds(2));
        executor.step();
        assertThat(answer.join().get("i-1"))
                .extracting(sighting -> sighting.evidence().requestedAt())
                .isEqualTo(Duration.ofSeconds(2).toNanos());
    }

    @Test
    void whatArrivesDuringARequestJoinsTheNextRound() {
        anotherAsksFor(Set.of("i-1"));
        anotherAsksFor(Set.of("i-2"));
        anotherAsksFor(Set.of("i-3"));
        assertThat(executor.waiting()).isEqualTo(1);
        executor.stepAll();
        assertThat(ec2.requests).containsExactly(Set.of("i-1"), Set.of("i-2", "i-3"));
    }

    @Test
    void anIdThatSeveralWaitForIsAskedForOnce() {
        anotherAsksFor(Set.of("i-1"));
        var second = directory.lookUp(Set.of("i-2", "i-3"), 0);
        var third = directory.lookUp(Set.of("i-3", "i-4"), 0);
        executor.stepAll();
        assertThat(ec2.requests).containsExactly(Set.of("i-1"), Set.of("i-2", "i-3", "i-4"));
        assertThat(second.join().get("i-3")).isEqualTo(third.join().get("i-3"));
    }

    @Test
    void aRequestThatIsNotYetSentIsShared() {
        anotherAsksFor(Set.of("i-1"));
        time.advance(Duration.ofSeconds(1));
        var late = directory.lookUp(Set.of("i-1"), time.nanos());
        executor.stepAll();
        assertThat(ec2.requests).hasSize(1);
        assertThat(late.join())
                .containsExactly(Map.entry("i-1", new Sighting(null, new Evidence(REGION, "req-1", time.nanos()))));
    }

    @Test
    void aRequestInFlightIsSharedWithWhoTakesAnAnswerOfItsAge() {
        List<CompletableFuture<?>> shared = new ArrayList<>();
        ec2.during = () -> {
            if (shared.isEmpty()) {
                shared.add(directory.lookUp(Set.of("i-1"), time.nanos()));
            }
        };
        anotherAsksFor(Set.of("i-1"));
        executor.stepAll();
        assertThat(ec2.requests).hasSize(1);
        assertThat(shared.get(0)).isCompleted();
    }

    @Test
    void aRequestInFlightIsNotSharedWithWhoNeedsANewerAnswer() {
        List<CompletableFuture<Map<String, Sighting>>> newer = new ArrayList<>();
        ec2.during = () -> {
            if (newer.isEmpty()) {
                time.advance(Duration.ofNanos(1));
                newer.add(directory.lookUp(Set.of("i-1"), time.nanos()));
            }
        };
        anotherAsksFor(Set.of("i-1"));
        executor.step();
        assertThat(newer.get(0)).isNotDone();
        executor.stepAll();
        assertThat(ec2.requests).containsExactly(Set.of("i-1"), Set.of("i-1"));
        assertThat(newer.get(0).join())
                .containsExactly(Map.entry("i-1", new Sighting(null, new Evidence(REGION, "req-2", 1))));
    }

    @Test
    void aFindSharesARequestInFlight() {
        List<CompletableFuture<?>> found = new ArrayList<>();
        ec2.during = () -> {
            time.advance(Duration.ofSeconds(1));
            found.add(directory.find(Set.of("i-1"), time.nanos()));
        };
        anotherAsksFor(Set.of("i-1"));
        executor.stepAll();
        assertThat(ec2.requests).hasSize(1);
        assertThat(found.get(0)).isCompleted();
    }

    @Test
    void tellsWhatTheCacheHadAndHowTheRegionIsRead() {
        ReadRecord record = new ReadRecord();
        SharedInstanceDirectory observed =
                Directories.alone(REGION, ec2, executor, () -> new DirectorySettings(TTL, HOLD), time, record);
        assertThat(record.told).containsExactlyInAnyOrder("0 hits, 0 misses", "BY_ID 0", "SCAN 0");

        ec2.instances.add(running("i-1"));
        record.told.clear();
        observed.cached(Set.of("i-1"));
        others.add(observed.lookUp(Set.of("i-1"), 0));
        executor.stepAll();
        observed.cached(Set.of("i-1"));
        others.add(observed.find(ids(300), 0));
        assertThat(record.told)
                .containsExactly(
                        "0 hits, 0 misses",
                        "0 hits, 1 misses",
                        "BY_ID 1",
                        "1 hits, 0 misses",
                        "0 hits, 300 misses",
                        "SCAN 1");
    }

    @Test
    void aRequestThatNoThreadTakesFailsAndLeavesRoomForTheNext() {
        RejectedExecutionException full = new RejectedExecutionException("full");
        AtomicBoolean isFull = new AtomicBoolean(true);
        Executor sometimes = task -> {
            if (isFull.get()) {
                throw full;
            }
            executor.execute(task);
        };
        SharedInstanceDirectory refused = Directories.alone(
                REGION, ec2, sometimes, () -> new DirectorySettings(TTL, HOLD), time, FleetObserver.NONE);

        for (int request = 0; request < 5; request++) {
            assertThat(refused.lookUp(Set.of("i-1"), 0))
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .withCause(full);
        }
        isFull.set(false);
        var answer = refused.lookUp(Set.of("i-1"), 0);
        executor.stepAll();
        assertThat(answer.join()).containsOnlyKeys("i-1");
    }

    @Test
    void aRequestWhoseTurnDoesNotComeFails() {
        Ec2Reader closed = new Ec2Reader() {
            @Override
            public CompletableFuture<Void> turn() {
                return CompletableFuture.failedFuture(throttled);
            }

            @Override
            public Answer describe(Set<String> ids) {
                return ec2.describe(ids);
            }

            @Override
            public Page scan(@Nullable String token) {
                return ec2.scan(token);
            }
        };
        SharedInstanceDirectory waiting = Directories.alone(
                REGION, closed, executor, () -> new DirectorySettings(TTL, HOLD), time, FleetObserver.NONE);

        assertThat(waiting.lookUp(Set.of("i-1"), 0))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCause(throttled);
        assertThat(ec2.requests).isEmpty();
    }

    @Test
    void aYesIsSharedWithWhoTakesAnAnswerOfItsAge() {
        ec2.instances.add(running("i-1"));
        lookUpAndStep("i-1");
        assertThat(directory.lookUp(Set.of("i-1"), 0)).isCompleted();
        assertThat(ec2.requests).hasSize(1);
    }

    @Test
    void aYesIsNotSharedWithWhoNeedsANewerAnswer() {
        ec2.instances.add(running("i-1"));
        lookUpAndStep("i-1");
        assertThat(directory.lookUp(Set.of("i-1"), 1)).isNotDone();
    }

    @Test
    void asksForAtMostTwoHundredIdsAtOnce() {
        var answers = directory.lookUp(ids(401), 0);
        executor.stepAll();
        assertThat(ec2.requests).extracting(Set::size).containsExactly(200, 200, 1);
        assertThat(answers.join()).containsOnlyKeys(ids(401));
    }

    @Test
    void sendsAtMostFourRequestsAtOnce() {
        anotherAsksFor(ids(1000));
        assertThat(executor.waiting()).isEqualTo(4);
        executor.step();
        assertThat(executor.waiting()).isEqualTo(4);
        executor.stepAll();
        assertThat(ec2.requests).hasSize(5);
    }

    @Test
    void aRoundBeginsWhenTheLastRequestOfTheOneBeforeHasEnded() {
        anotherAsksFor(ids(400));
        anotherAsksFor(Set.of("i-late"));
        executor.step();
        assertThat(executor.waiting()).isEqualTo(1);
        executor.stepAll();
        assertThat(ec2.requests.get(2)).containsExactly("i-late");
    }

    @Test
    void aFailedRequestIsToldToWhoAskedForItsIdsAlone() {
        ec2.failure = throttled;
        ec2.failingFor = "i-b";
        anotherAsksFor(Set.of("i-a"));
        // Fills a request, so that i-b goes into the next.
        var full = directory.lookUp(ids(200), 0);
        var other = directory.lookUp(Set.of("i-b"), 0);
        var both = directory.lookUp(Set.of("i-b", "i-7"), 0);
        executor.stepAll();
        assertThat(full.join()).hasSize(200);
        assertThat(other).failsWithin(Duration.ZERO).withThrowableThat().withCause(throttled);
        assertThat(both).failsWithin(Duration.ZERO).withThrowableThat().withCause(throttled);
    }

    @Test
    void afterAFailedRequestTheNextOneIsSent() {
        ec2.failure = throttled;
        anotherAsksFor(Set.of("i-1"));
        executor.step();
        ec2.failure = null;
        assertThat(lookUpAndStep("i-1")).containsOnlyKeys("i-1");
    }

    @Test
    void whatWaitedForAFailedRoundIsAskedForInTheNext() {
        ec2.failure = throttled;
        ec2.failingFor = "i-1";
        anotherAsksFor(Set.of("i-1"));
        var waiting = directory.lookUp(Set.of("i-2"), 0);
        executor.stepAll();
        assertThat(waiting.join()).containsOnlyKeys("i-2");
    }

    @Test
    void anErrorOfTheJvmIsToldToWhoAsked() {
        ec2.failure = new InternalError("a broken JVM");
        var answer = directory.lookUp(Set.of("i-1"), 0);
        executor.stepAll();
        assertThat(answer).failsWithin(Duration.ZERO).withThrowableThat().withCause(ec2.failure);
    }

    @Test
    void aCallerThatCancelsDoesNotCancelForTheOthers() {
        var impatient = directory.lookUp(Set.of("i-1"), 0);
        var patient = directory.lookUp(Set.of("i-1"), 0);
        impatient.cancel(true);
        executor.stepAll();
        assertThat(patient.join()).containsOnlyKeys("i-1");
    }

    private void anotherAsksFor(Set<String> ids) {
        others.add(directory.lookUp(ids, time.nanos()));
    }

    private Map<String, Sighting> lookUpAndStep(String id) {
        var answer = directory.lookUp(Set.of(id), time.nanos());
        executor.stepAll();
        return answer.join();
    }

    private static Set<String> ids(int count) {
        return IntStream.range(0, count).mapToObj(n -> "i-" + n).collect(toSet());
    }
}
