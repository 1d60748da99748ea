package io.github.cloudunmap.daemon;

import io.github.cloudunmap.daemon.Endpoint.Api;
import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.TimeSource;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * One queue ordered by due time, over as many threads as there are workers. Tasks of an endpoint that does not answer hold
 * a quarter of the workers, at least one, and the others of that endpoint wait without a worker.
 */
public final class FairWorkers implements Workers, FailureDetector.Listener {
    private static final int SHARE = 4;
    /** All threads together are at most so many times as many as workers. */
    private static final int MOST_THREADS = 4;

    private static final Comparator<Turn> DUE_FIRST =
            Comparator.<Turn>comparingLong(turn -> turn.at).thenComparingLong(turn -> turn.order);

    private final Executor threads;
    private final Alarm alarm;
    private final TimeSource time;
    /** Due times are compared as offsets from it: nanoseconds may overflow. */
    private final long origin;

    private final CompletableFuture<Void> drained = new CompletableFuture<>();

    // All below are guarded by this.
    private final TreeSet<Turn> waiting = new TreeSet<>(DUE_FIRST);
    private final Set<Turn> running = new HashSet<>();
    /** Whether the last call to an endpoint was answered. */
    private final Map<Endpoint, Boolean> answering = new HashMap<>();

    private int size;
    private long handedIn;
    private boolean draining;

    /** A task on its way to a worker, or on one. */
    private static final class Turn {
        private final long at;
        private final long order;
        private final Set<Endpoint> reads;
        private final Runnable task;

        private Turn(long at, long order, Set<Endpoint> reads, Runnable task) {
            this.at = at;
            this.order = order;
            this.reads = Set.copyOf(reads);
            this.task = task;
        }
    }

    /** @param threads runs each task that it is given at once, on a thread of its own */
    public FairWorkers(int size, Executor threads, Alarm alarm, TimeSource time) {
        this.size = size;
        this.threads = threads;
        this.alarm = alarm;
        this.time = time;
        this.origin = time.nanos();
    }

    @Override
    public synchronized Runnable runAt(long dueAt, Set<Endpoint> reads, Runnable task) {
        if (draining) {
            return () -> {};
        }
        long now = time.nanos();
        Turn turn = new Turn(TimeSource.later(dueAt, now) - origin, handedIn++, reads, task);
        waiting.add(turn);
        if (dueAt - now <= 0) {
            dispatch();
            return () -> takeBack(turn);
        }
        Runnable silence = alarm.after(Duration.ofNanos(dueAt - now), this::dispatch);
        return () -> {
            silence.run();
            takeBack(turn);
        };
    }

    private synchronized void takeBack(Turn turn) {
        waiting.remove(turn);
    }

    /** Begins what is due and has room, what was due first first. */
    private synchronized void dispatch() {
        long now = time.nanos() - origin;
        Iterator<Turn> turns = waiting.iterator();
        while (running.size() < size + makingUp() && turns.hasNext()) {
            Turn turn = turns.next();
            if (turn.at > now) {
                return;
            }
            if (hasRoom(turn)) {
                turns.remove();
                running.add(turn);
                begin(turn);
            }
        }
    }

    private void begin(Turn turn) {
        try {
            threads.execute(() -> run(turn));
        } catch (RuntimeException | Error noThread) {
            running.remove(turn);
            throw noThread;
        }
    }

    private void run(Turn turn) {
        try {
            turn.task.run();
        } finally {
            end(turn);
        }
    }

    private synchronized void end(Turn turn) {
        running.remove(turn);
        dispatch();
        endIfDrained();
    }

    /** Whether every endpoint that it reads answers, or holds fewer workers than its share. */
    private boolean hasRoom(Turn turn) {
        return turn.reads.stream()
                .filter(endpoint -> !answers(endpoint))
                .allMatch(endpoint -> held(endpoint) < share());
    }

    /**
     * A pass begins with a list, so a Cloud Map that has answered nothing yet does not answer. Not every pass asks
     * EC2, which therefore answers until it is seen not to.
     */
    private boolean answers(Endpoint endpoint) {
        return answering.getOrDefault(endpoint, endpoint.api() == Api.EC2);
    }

    private long held(Endpoint endpoint) {
        return running.stream().filter(turn -> turn.reads.contains(endpoint)).count();
    }

    private int share() {
        return Math.max(1, size / SHARE);
    }

    /**
     * How many threads stand in for workers that silent endpoints hold. These may have caught all workers before they
     * fell silent; together they cost the others no more than a quarter.
     */
    private int makingUp() {
        long caught = running.stream()
                .filter(turn -> turn.reads.stream().anyMatch(endpoint -> Boolean.FALSE.equals(answering.get(endpoint))))
                .count();
        return (int) Math.max(0, Math.min(caught - size / SHARE, (MOST_THREADS - 1L) * size));
    }

    @Override
    public void silent(Endpoint endpoint) {
        put(endpoint, false);
    }

    @Override
    public void answered(Endpoint endpoint) {
        put(endpoint, true);
    }

    private synchronized void put(Endpoint endpoint, boolean answers) {
        if (!Boolean.valueOf(answers).equals(answering.put(endpoint, answers))) {
            dispatch();
        }
    }

    @Override
    public synchronized void resize(int workers) {
        size = workers;
        dispatch();
    }

    @Override
    public boolean drain(Duration atMost) {
        stopTaking();
        try {
            time.await("passes in flight", drained, atMost);
            return true;
        } catch (ApiFailure notInTime) {
            return false;
        }
    }

    private synchronized void stopTaking() {
        draining = true;
        waiting.clear();
        endIfDrained();
    }

    private void endIfDrained() {
        if (draining && running.isEmpty()) {
            drained.complete(null);
        }
    }
}
