package io.github.cloudunmap.daemon;

import static io.github.cloudunmap.daemon.SteppedTasks.SLOW;
import static io.github.cloudunmap.daemon.SteppedTasks.WELL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Workers: which task begins next, and how many tasks run at once. */
final class FairWorkersTest {
    private final SteppedTasks tasks = new SteppedTasks();
    private final FairWorkers workers = tasks.workers;

    @Test
    void whatIsDueFirstBeginsFirstAndEqualsInTheOrderTheyWereHandedIn() {
        workers.resize(1);
        tasks.hand("first", WELL);
        tasks.handLater("fifth", 2);
        tasks.handLater("third", 1);
        tasks.handLater("fourth", 1);
        tasks.hand("second", WELL);
        assertThat(tasks.begun).hasSize(1);
        tasks.endAll();
        assertThat(tasks.ended).containsExactly("first", "second");

        tasks.time.passes(2);
        tasks.ringing.forEach(Runnable::run);

        tasks.endAll();
        assertThat(tasks.ended).containsExactly("first", "second", "third", "fourth", "fifth");
    }

    @Test
    void earlyTasksBeginBeforeThoseThatHaveWaitedLonger() {
        workers.resize(1);
        tasks.hand("first", WELL);
        tasks.hand("third", WELL);
        workers.runEarlyAt(tasks.time.nanos(), Set.of(WELL), SteppedTasks::noLimit, () -> tasks.ended.add("second"));
        workers.runEarlyAt(
                tasks.time.nanos() + Duration.ofDays(1).toNanos(),
                Set.of(WELL),
                SteppedTasks::noLimit,
                () -> tasks.ended.add("no"));
        tasks.endAll();
        assertThat(tasks.ended).containsExactly("first", "second", "third");
    }

    /** A flood about many services: the next early task is there before the last one has ended. */
    @Test
    void aFloodOfEarlyTasksDoesNotKeepTheOthersWaitingForEver() {
        workers.resize(1);
        tasks.hand("busy", WELL);
        tasks.hand("regular", WELL);
        for (int second = 0; second < 60; second++) {
            workers.runEarlyAt(tasks.time.nanos(), Set.of(WELL), SteppedTasks::noLimit, () -> tasks.ended.add("early"));
            workers.runEarlyAt(tasks.time.nanos(), Set.of(WELL), SteppedTasks::noLimit, () -> tasks.ended.add("early"));
            tasks.begun.remove().run();
            tasks.time.passes(1);
        }

        // Those of the first 20 s, of which there are 40, come before it.
        assertThat(tasks.ended.indexOf("regular")).isBetween(20, 41);
    }

    @Test
    void aTaskThatIsNotDueYetKeepsNoOtherBack() {
        workers.runEarlyAt(
                tasks.time.nanos() + Duration.ofSeconds(5).toNanos(),
                Set.of(WELL),
                SteppedTasks::noLimit,
                () -> tasks.ended.add("a"));
        tasks.hand("b", WELL);
        tasks.endAll();
        assertThat(tasks.ended).containsExactly("b");
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
                tasks::ring,
                tasks.time);
        assertThatThrownBy(() -> crowded.runAt(
                        tasks.time.nanos(), Set.of(WELL), SteppedTasks::noLimit, () -> tasks.ended.add("a")))
                .isInstanceOf(OutOfMemoryError.class);
        isFull.set(false);
        tasks.time.passes(1);

        tasks.ringing.remove(0).run();

        threads.forEach(Runnable::run);
        assertThat(tasks.ended).containsExactly("a");
    }

    @Test
    void nothingBeginsBeforeItIsDue() {
        tasks.handLater("a", 2);
        tasks.time.passes(1);
        tasks.ringing.forEach(Runnable::run);
        assertThat(tasks.begun).isEmpty();
    }

    @Test
    void moreOrFewerRunAtOnceAfterAResize() {
        IntStream.range(0, 12).forEach(i -> tasks.hand("a", WELL));
        workers.resize(10);
        assertThat(tasks.begun).hasSize(10);
        workers.resize(1);
        IntStream.range(0, 9).forEach(i -> tasks.endOne());
        assertThat(tasks.begun).hasSize(1);
        tasks.endOne();
        assertThat(tasks.begun).hasSize(1);
    }

    @Test
    void whatIsTakenBackDoesNotBegin() {
        workers.silent(SLOW);
        tasks.hand(List.of("a", "b"), SLOW);
        tasks.hand("c", SLOW).run();
        Runnable takeBackLater = tasks.handLater("d", 1);
        takeBackLater.run();
        assertThat(tasks.ringing).isEmpty();
        tasks.endAll();
        assertThat(tasks.ended).containsExactly("a", "b");
    }

    @Test
    void aTaskThatThrowsFreesItsWorker() {
        workers.resize(1);
        workers.runAt(tasks.time.nanos(), Set.of(WELL), SteppedTasks::noLimit, () -> {
            throw new IllegalStateException("a defect");
        });
        tasks.hand("a", WELL);
        assertThatThrownBy(tasks::endOne).isInstanceOf(IllegalStateException.class);
        tasks.endAll();
        assertThat(tasks.ended).containsExactly("a");
    }

    @Test
    void drainingStartsNothingMoreAndWaitsForWhatRuns() {
        workers.resize(1);
        tasks.hand(List.of("a", "b"), WELL);
        tasks.handLater("c", 1);
        assertThat(workers.drain(Duration.ZERO)).isFalse();
        tasks.hand("d", WELL);
        tasks.endAll();
        assertThat(workers.drain(Duration.ZERO)).isTrue();
        assertThat(tasks.ended).containsExactly("a");
    }
}
