package io.github.cloudunmap.daemon;

import static io.github.cloudunmap.daemon.SteppedTasks.SLOW;
import static io.github.cloudunmap.daemon.SteppedTasks.WELL;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A task that waits for a turn: it holds no worker, and an alarm tells when the turn comes. */
final class WorkerTurnsTest {
    private final SteppedTasks tasks = new SteppedTasks();
    private final FairWorkers workers = tasks.workers;

    @Test
    void aTaskWithoutATurnHoldsNoWorkerAndKeepsNoOtherPlaceBack() {
        workers.resize(1);
        AtomicLong wait = new AtomicLong(25_000_000);
        List<String> asked = new ArrayList<>();
        workers.runAt(tasks.time.nanos(), Set.of(SLOW), wait::get, () -> tasks.ended.add("a"));
        workers.runAt(tasks.time.nanos(), Set.of(SLOW), () -> asked.add("b") ? 0 : 1, () -> tasks.ended.add("b"));
        tasks.hand("c", WELL);
        tasks.endAll();
        assertThat(tasks.ended).containsExactly("c");
        assertThat(asked).isEmpty();

        wait.set(0);
        assertThat(tasks.rings).last().isEqualTo(Duration.ofMillis(25));
        tasks.ringing.remove(0).run();
        tasks.endOne();
        assertThat(tasks.ended).containsExactly("c", "a");
    }

    @Test
    void theNextTurnIsAwaitedOnceUnlessAnEarlierOneComesUp() {
        workers.runAt(tasks.time.nanos(), Set.of(SLOW), () -> 3_000, () -> tasks.ended.add("a"));
        workers.runAt(tasks.time.nanos(), Set.of(SLOW), () -> 3_000, () -> tasks.ended.add("b"));
        workers.runAt(tasks.time.nanos(), Set.of(WELL), () -> 2_000, () -> tasks.ended.add("c"));

        assertThat(tasks.rings).containsExactly(Duration.ofNanos(3_000), Duration.ofNanos(2_000));
    }

    @Test
    void aTurnIsTakenOnlyWhenAWorkerIsFree() {
        workers.resize(1);
        tasks.hand("a", WELL);
        List<String> taken = new ArrayList<>();
        workers.runAt(tasks.time.nanos(), Set.of(WELL), () -> taken.add("b") ? 0 : 1, () -> tasks.ended.add("b"));

        assertThat(taken).isEmpty();
        tasks.endAll();
        assertThat(taken).containsExactly("b");
    }

    @Test
    void waitsForTheNextTurnOfACallWithOneAlarm() {
        AtomicLong wait = new AtomicLong(100);
        workers.runAt(tasks.time.nanos(), Set.of(WELL), wait::get, () -> tasks.ended.add("a"));
        wait.set(50);
        workers.runAt(tasks.time.nanos(), Set.of(WELL), wait::get, () -> tasks.ended.add("b"));
        List<Runnable> alarms = List.copyOf(tasks.ringing);
        tasks.ringing.clear();
        alarms.get(1).run();
        alarms.get(0).run();

        assertThat(tasks.ringing).hasSize(1);
    }
}
