package io.github.cloudunmap.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cloudunmap.daemon.Endpoint.Api;
import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which tasks begin, and in which order. The test ends each of them by hand, and the time passes when it says so. */
final class FairWorkersTest {
    private static final Endpoint SLOW = cloudMap("eu-west-1");
    private static final Endpoint WELL = cloudMap("us-east-1");

    private final StandingTime time = new StandingTime();
    /** What has begun and not ended, in the order of its beginning. */
    private final Deque<Runnable> begun = new ArrayDeque<>();

    private final List<Duration> rings = new ArrayList<>();
    private final List<Runnable> ringing = new ArrayList<>();
    private final FairWorkers workers = new FairWorkers(8, begun::add, this::ring, time);
    private final List<String> ended = new ArrayList<>();

    @BeforeEach
    void bothAnswer() {
        workers.answered(SLOW);
        workers.answered(WELL);
    }

    private static long noLimit() {
        return 0;
    }

    @Test
    void whatIsDueFirstBeginsFirstAndEqualsInTheOrderTheyWereHandedIn() {
        workers.resize(1);
        hand("first", WELL);
        handLater("fifth", 2);
        handLater("third", 1);
        handLater("fourth", 1);
        hand("second", WELL);
        assertThat(begun).hasSize(1);
        endAll();
        assertThat(ended).containsExactly("first", "second");

        time.passes(2);
        ringing.forEach(Runnable::run);

        endAll();
        assertThat(ended).containsExactly("first", "second", "third", "fourth", "fifth");
    }

    @Test
    void earlyTasksBeginBeforeThoseThatHaveWaitedLonger() {
        workers.resize(1);
        hand("first", WELL);
        hand("third", WELL);
        workers.runEarlyAt(time.nanos(), Set.of(WELL), FairWorkersTest::noLimit, () -> ended.add("second"));
        workers.runEarlyAt(
                time.nanos() + Duration.ofDays(1).toNanos(),
                Set.of(WELL),
                FairWorkersTest::noLimit,
                () -> ended.add("no"));
        endAll();
        assertThat(ended).containsExactly("first", "second", "third");
    }

    /** A flood about many services: the next early task is there before the last one has ended. */
    @Test
    void aFloodOfEarlyTasksDoesNotKeepTheOthersWaitingForEver() {
        workers.resize(1);
        hand("busy", WELL);
        hand("regular", WELL);
        for (int second = 0; second < 60; second++) {
            workers.runEarlyAt(time.nanos(), Set.of(WELL), FairWorkersTest::noLimit, () -> ended.add("early"));
            workers.runEarlyAt(time.nanos(), Set.of(WELL), FairWorkersTest::noLimit, () -> ended.add("early"));
            begun.remove().run();
            time.passes(1);
        }

        // Those of the first 20 s, of which there are 40, come before it.
        assertThat(ended.indexOf("regular")).isBetween(20, 41);
    }

    @Test
    void aTaskThatIsNotDueYetKeepsNoOtherBack() {
        workers.runEarlyAt(
                time.nanos() + Duration.ofSeconds(5).toNanos(),
                Set.of(WELL),
                FairWorkersTest::noLimit,
                () -> ended.add("a"));
        hand("b", WELL);
        endAll();
        assertThat(ended).containsExactly("b");
    }

    @Test
    void aTaskWaitsForAThreadThatCannotBeStarted() {
        List<Runnable> threads = new ArrayList<>();
        AtomicBoolean isFull = new AtomicBoolean(true);
        FairWorkers crowded = new FairWorkers(
                8,
                task -> {
                    if (isFull.get()) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    threads.add(task);
                },
                this::ring,
                time);
        assertThatThrownBy(
                        () -> crowded.runAt(time.nanos(), Set.of(WELL), FairWorkersTest::noLimit, () -> ended.add("a")))
                .isInstanceOf(OutOfMemoryError.class);
        isFull.set(false);
        time.passes(1);

        ringing.remove(0).run();

        threads.forEach(Runnable::run);
        assertThat(ended).containsExactly("a");
    }

    @Test
    void nothingBeginsBeforeItIsDue() {
        handLater("a", 2);
        time.passes(1);
        ringing.forEach(Runnable::run);
        assertThat(begun).isEmpty();
    }

    @Test
    void aSilentPlaceHoldsAQuarterOfTheWorkers() {
        workers.silent(SLOW);
        hand(List.of("a", "b", "c"), SLOW);
        hand("d", WELL);
        assertThat(begun).hasSize(3);
        endAll();
        assertThat(ended).containsExactly("a", "b", "d", "c");
    }

    @Test
    void aCloudMapThatHasAnsweredNothingYetHoldsAQuarter() {
        Endpoint fresh = cloudMap("ap-south-1");
        hand(List.of("a", "b", "c", "d"), fresh);
        assertThat(begun).hasSize(2);
        workers.answered(fresh);
        assertThat(begun).hasSize(4);
    }

    @Test
    void anEc2ThatNobodyHasAskedHoldsNobodyBack() {
        hand(List.of("a", "b", "c", "d"), new Endpoint(Api.EC2, "ap-south-1", null, null));
        assertThat(begun).hasSize(4);
    }

    @Test
    void whatWaitsBeginsWhenThePlaceAnswers() {
        workers.silent(SLOW);
        hand(List.of("a", "b", "c", "d"), SLOW);
        assertThat(begun).hasSize(2);
        workers.answered(SLOW);
        assertThat(begun).hasSize(4);
    }

    @Test
    void whoAlsoReadsAPlaceThatAnswersWaitsForTheOneThatDoesNot() {
        workers.silent(SLOW);
        hand(List.of("a", "b"), SLOW);
        workers.runAt(time.nanos(), Set.of(SLOW, WELL), FairWorkersTest::noLimit, () -> ended.add("c"));
        assertThat(begun).hasSize(2);
    }

    @Test
    void furtherThreadsMakeUpForWorkersThatWereCaughtUntilTheyEnd() {
        IntStream.range(0, 8).forEach(i -> hand("slow", SLOW));
        IntStream.range(0, 30).forEach(i -> hand("well", WELL));
        assertThat(begun).hasSize(8);

        workers.silent(SLOW);
        assertThat(begun).hasSize(8 + 6);

        endOne();
        assertThat(begun).hasSize(7 + 6);
        endAll();
        assertThat(ended).hasSize(38);
    }

    @Test
    void allPlacesInSilenceDoNotTakeMoreThanFourTimesTheThreads() {
        for (int i = 0; i < 60; i++) {
            Endpoint endpoint = cloudMap("region-" + i);
            hand("a", endpoint);
            workers.silent(endpoint);
        }
        assertThat(begun).hasSize(32);
    }

    @Test
    void theOnlyWorkerIsMadeUpFor() {
        workers.resize(1);
        workers.silent(SLOW);
        hand(List.of("a", "b"), SLOW);
        hand("c", WELL);
        assertThat(begun).hasSize(2);
        endAll();
        assertThat(ended).containsExactly("a", "c", "b");
    }

    @Test
    void moreOrFewerRunAtOnceAfterAResize() {
        IntStream.range(0, 12).forEach(i -> hand("a", WELL));
        workers.resize(10);
        assertThat(begun).hasSize(10);
        workers.resize(1);
        IntStream.range(0, 9).forEach(i -> endOne());
        assertThat(begun).hasSize(1);
        endOne();
        assertThat(begun).hasSize(1);
    }

    @Test
    void aTaskWithoutATurnHoldsNoWorkerAndKeepsNoOtherPlaceBack() {
        workers.resize(1);
        AtomicLong wait = new AtomicLong(25_000_000);
        List<String> asked = new ArrayList<>();
        workers.runAt(time.nanos(), Set.of(SLOW), wait::get, () -> ended.add("a"));
        workers.runAt(time.nanos(), Set.of(SLOW), () -> asked.add("b") ? 0 : 1, () -> ended.add("b"));
        hand("c", WELL);
        endAll();
        assertThat(ended).containsExactly("c");
        assertThat(asked).isEmpty();

        wait.set(0);
        assertThat(rings).last().isEqualTo(Duration.ofMillis(25));
        ringing.remove(0).run();
        endOne();
        assertThat(ended).containsExactly("c", "a");
    }

    @Test
    void theNextTurnIsAwaitedOnceUnlessAnEarlierOneComesUp() {
        workers.runAt(time.nanos(), Set.of(SLOW), () -> 3_000, () -> ended.add("a"));
        workers.runAt(time.nanos(), Set.of(SLOW), () -> 3_000, () -> ended.add("b"));
        workers.runAt(time.nanos(), Set.of(WELL), () -> 2_000, () -> ended.add("c"));

        assertThat(rings).containsExactly(Duration.ofNanos(3_000), Duration.ofNanos(2_000));
    }

    @Test
    void aTurnIsTakenOnlyWhenAWorkerIsFree() {
        workers.resize(1);
        hand("a", WELL);
        List<String> taken = new ArrayList<>();
        workers.runAt(time.nanos(), Set.of(WELL), () -> taken.add("b") ? 0 : 1, () -> ended.add("b"));

        assertThat(taken).isEmpty();
        endAll();
        assertThat(taken).containsExactly("b");
    }

    @Test
    void whatIsTakenBackDoesNotBegin() {
        workers.silent(SLOW);
        hand(List.of("a", "b"), SLOW);
        hand("c", SLOW).run();
        Runnable takeBackLater = handLater("d", 1);
        takeBackLater.run();
        assertThat(ringing).isEmpty();
        endAll();
        assertThat(ended).containsExactly("a", "b");
    }

    @Test
    void waitsForTheNextTurnOfACallWithOneAlarm() {
        AtomicLong wait = new AtomicLong(100);
        workers.runAt(time.nanos(), Set.of(WELL), wait::get, () -> ended.add("a"));
        wait.set(50);
        workers.runAt(time.nanos(), Set.of(WELL), wait::get, () -> ended.add("b"));
        List<Runnable> alarms = List.copyOf(ringing);
        ringing.clear();
        alarms.get(1).run();
        alarms.get(0).run();

        assertThat(ringing).hasSize(1);
    }

    @Test
    void aTaskThatThrowsFreesItsWorker() {
        workers.resize(1);
        workers.runAt(time.nanos(), Set.of(WELL), FairWorkersTest::noLimit, () -> {
            throw new IllegalStateException("a defect");
        });
        hand("a", WELL);
        assertThatThrownBy(this::endOne).isInstanceOf(IllegalStateException.class);
        endAll();
        assertThat(ended).containsExactly("a");
    }

    @Test
    void drainingStartsNothingMoreAndWaitsForWhatRuns() {
        workers.resize(1);
        hand(List.of("a", "b"), WELL);
        handLater("c", 1);
        assertThat(workers.drain(Duration.ZERO)).isFalse();
        hand("d", WELL);
        endAll();
        assertThat(workers.drain(Duration.ZERO)).isTrue();
        assertThat(ended).containsExactly("a");
    }

    private static Endpoint cloudMap(String region) {
        return new Endpoint(Api.CLOUD_MAP, region, null, null);
    }

    private void hand(List<String> names, Endpoint endpoint) {
        names.forEach(name -> hand(name, endpoint));
    }

    private Runnable hand(String name, Endpoint endpoint) {
        return workers.runAt(time.nanos(), Set.of(endpoint), FairWorkersTest::noLimit, () -> ended.add(name));
    }

    private Runnable handLater(String name, long seconds) {
        return workers.runAt(
                time.nanos() + Duration.ofSeconds(seconds).toNanos(),
                Set.of(WELL),
                FairWorkersTest::noLimit,
                () -> ended.add(name));
    }

    private Runnable ring(Duration delay, Runnable action) {
        rings.add(delay);
        ringing.add(action);
        return () -> ringing.remove(action);
    }

    private void endOne() {
        begun.remove().run();
    }

    private void endAll() {
        while (!begun.isEmpty()) {
            endOne();
        }
    }

    /** Begins right before nanoseconds overflow. */
    private static final class StandingTime implements TimeSource {
        private long nanos = Long.MAX_VALUE - 1;

        void passes(long seconds) {
            nanos += Duration.ofSeconds(seconds).toNanos();
        }

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public <T> T await(String what, CompletableFuture<T> answer, Duration atMost) {
            if (!answer.isDone()) {
                throw new ApiFailure("Timeout", what);
            }
            return answer.join();
        }
    }
}
