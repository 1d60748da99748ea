package io.github.cloudunmap.simulation;

import io.github.cloudunmap.daemon.Endpoint;
import io.github.cloudunmap.daemon.Workers;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/** The program's own workers on virtual time. It judges which passes begin, and when. */
final class SimulatedWorkers implements Workers {
    /** Half of what a call takes that is not answered. */
    private static final Duration LATEST = Duration.ofSeconds(45);
    /** Longer than a call can take that is answered. */
    private static final Duration HANGS = Duration.ofSeconds(60);
    /** Longer than the machine, which is slow at times, needs to begin what has been given a worker. */
    private static final Duration SOON = Duration.ofSeconds(30);

    /** A pass that is to begin at this time, in nanoseconds. Each is another one. */
    private static final class Turn {
        private final long due;
        private final Set<Endpoint> reads;
        private final boolean hangs;
        private final boolean isOnTime;
        /** When another of the same endpoints began first that was due later. */
        private long overtakenAt = Machine.NEVER;

        private Turn(long due, Set<Endpoint> reads, Weather weather) {
            this.due = due;
            this.reads = reads;
            this.hangs = reads.stream().map(Endpoint::region).anyMatch(weather::hangs);
            this.isOnTime = weather.isCalmButHanging() && !hangs;
        }
    }

    private final Workers workers;
    private final Scheduler scheduler;
    private final Weather weather;
    private final Watch watch;
    private final Set<Turn> waiting = new HashSet<>();
    /** Those that hang, and since when. */
    private final Map<Turn, Long> hanging = new HashMap<>();

    SimulatedWorkers(Workers workers, Scheduler scheduler, Weather weather, Watch watch) {
        this.workers = workers;
        this.scheduler = scheduler;
        this.weather = weather;
        this.watch = watch;
    }

    @Override
    public Runnable runAt(long dueAt, Set<Endpoint> reads, LongSupplier turnOfCall, Runnable task) {
        Turn turn = new Turn(Math.max(dueAt, scheduler.now()), reads, weather);
        waiting.add(turn);
        Runnable takeBack = workers.runAt(dueAt, reads, turnOfCall, () -> {
            begin(turn);
            try {
                task.run();
            } finally {
                hanging.remove(turn);
            }
        });
        return () -> {
            waiting.remove(turn);
            takeBack.run();
        };
    }

    @Override
    public Runnable runEarlyAt(long dueAt, Set<Endpoint> reads, LongSupplier turnOfCall, Runnable task) {
        return workers.runEarlyAt(dueAt, reads, turnOfCall, () -> {
            watch.beginsEarly();
            task.run();
        });
    }

    private void begin(Turn turn) {
        waiting.remove(turn);
        long now = scheduler.now();
        if (turn.isOnTime && now - turn.due > LATEST.toNanos()) {
            watch.violated(
                    "an endpoint that does not answer delays nobody else", "late by " + (now - turn.due) + " ns");
        }
        if (now - turn.overtakenAt > SOON.toNanos()) {
            watch.violated("the service that is due first begins first", "one that was due later began much earlier");
        }
        waiting.stream()
                .filter(other -> other.reads.equals(turn.reads) && other.due < turn.due)
                .forEach(other -> other.overtakenAt = Math.min(other.overtakenAt, now));
        if (turn.hangs) {
            // No run has so many workers that a quarter of them is more than one.
            if (hanging.values().stream().anyMatch(since -> now - since > HANGS.toNanos())) {
                watch.violated("an endpoint that does not answer holds a quarter of the workers", "more begin there");
            }
            hanging.put(turn, now);
        }
    }

    @Override
    public void resize(int number) {
        workers.resize(number);
    }

    @Override
    public boolean drain(Duration atMost) {
        waiting.clear();
        return workers.drain(atMost);
    }
}
