package io.github.cloudunmap.daemon;

import io.github.cloudunmap.daemon.Endpoint.Api;
import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.TimeSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * Runs tasks in the order of their due times, early tasks sooner, each on a thread of its own. The tasks that call the
 * same silent endpoint together get a quarter of the workers, but at least one. Further tasks of this endpoint wait. A
 * task also waits until the rate limit of Cloud Map permits its first call. A waiting task holds no worker.
 */
public final class FairWorkers implements Workers, FailureDetector.Listener {
    private static final int SHARE = 4;
    /** The most threads, as a multiple of the workers. Threads that make up for silent endpoints are included. */
    private static final int MOST_THREADS = 4;
    /**
     * An early task overtakes the other tasks, but not those that were due at least this long before it. Otherwise a
     * flood of events, with its endless early tasks, would keep the other tasks waiting for ever.
     */
    private static final Duration HEAD_START = Duration.ofSeconds(20);

    private final Executor threads;
    private final Alarm alarm;
    private final TimeSource time;
    /** Due times are compared as offsets from this time, because nanoseconds may overflow. */
    private final long origin;

    private final CompletableFuture<Void> drained = new CompletableFuture<>();

    // The fields below are guarded by this.
    private final TreeSet<WorkerTask> waiting = new TreeSet<>(WorkerTask.FIRST);
    private final Set<WorkerTask> running = new HashSet<>();
    private final Map<Set<Endpoint>, Object> limits = new HashMap<>();
    /** For each endpoint, what the {@link FailureDetector} has told last: true for answered, false for silent. */
    private final Map<Endpoint, Boolean> answering = new HashMap<>();
    /** The latest time of the next try to begin the tasks that could not begin. An offset from {@link #origin}. */
    private long wakesAt = Long.MAX_VALUE;

    private int size;
    private long handedIn;
    private boolean draining;

    /**
     * @param size the number of workers
     * @param threads begins each task immediately, on a thread of its own
     */
    public FairWorkers(int size, Executor threads, Alarm alarm, TimeSource time) {
        this.size = size;
        this.threads = threads;
        this.alarm = alarm;
        this.time = time;
        this.origin = time.nanos();
    }

    @Override
    public Runnable runAt(long dueAt, Set<Endpoint> reads, LongSupplier turnOfCall, Runnable task) {
        return runAt(Duration.ZERO, dueAt, reads, turnOfCall, task);
    }

    @Override
    public Runnable runEarlyAt(long dueAt, Set<Endpoint> reads, LongSupplier turnOfCall, Runnable task) {
        return runAt(HEAD_START, dueAt, reads, turnOfCall, task);
    }

    private synchronized Runnable runAt(
            Duration headStart, long dueAt, Set<Endpoint> reads, LongSupplier turnOfCall, Runnable task) {
        if (draining) {
            return () -> {};
        }
        long now = time.nanos();
        Object limit = limits.computeIfAbsent(WorkerTask.cloudMaps(reads), key -> new Object());
        long at = TimeSource.later(dueAt, now) - origin;
        WorkerTask queued = new WorkerTask(at, at - headStart.toNanos(), handedIn++, reads, limit, turnOfCall, task);
        waiting.add(queued);
        if (dueAt - now <= 0) {
            dispatch();
            return () -> takeBack(queued);
        }
        Runnable silence = alarm.after(Duration.ofNanos(dueAt - now), this::dispatch);
        return () -> {
            silence.run();
            takeBack(queued);
        };
    }

    private synchronized void takeBack(WorkerTask queued) {
        waiting.remove(queued);
    }

    /** Begins the due tasks that may hold a worker now, in the order of their ranks. */
    private synchronized void dispatch() {
        long now = time.nanos() - origin;
        Set<Object> limited = new HashSet<>();
        Iterator<WorkerTask> candidates = waiting.iterator();
        int most = size + makingUp();
        // Each task needs a turn for its first call, which goes to Cloud Map. Once each Cloud Map endpoint has had no
        // free turn for a task, no further task can begin. Then stop: thousands of tasks may be left.
        while (running.size() < most && limited.size() < limits.size() && candidates.hasNext()) {
            WorkerTask queued = candidates.next();
            if (queued.rank() > now) {
                return;
            }
            if (queued.at() <= now && !limited.contains(queued.limit()) && hasRoom(queued)) {
                long wait = queued.turnOfCall().getAsLong();
                if (wait > 0) {
                    limited.add(queued.limit());
                    dispatchAfter(wait);
                } else {
                    candidates.remove();
                    running.add(queued);
                    begin(queued);
                    most = size + makingUp();
                }
            }
        }
    }

    private void dispatchAfter(long wait) {
        long at = time.nanos() - origin + wait;
        if (at < wakesAt) {
            wakesAt = at;
            var unused = alarm.after(Duration.ofNanos(wait), () -> wake(at));
        }
    }

    private synchronized void wake(long at) {
        // Ignore an alarm if an alarm for an earlier time has replaced it. Otherwise each of the two would set a new
        // alarm, and the alarms would multiply.
        if (at == wakesAt) {
            wakesAt = Long.MAX_VALUE;
            dispatch();
        }
    }

    private void begin(WorkerTask queued) {
        try {
            threads.execute(() -> run(queued));
        } catch (RuntimeException | Error noThread) {
            running.remove(queued);
            waiting.add(queued);
            dispatchAfter(Duration.ofSeconds(1).toNanos());
            throw noThread;
        }
    }

    private void run(WorkerTask queued) {
        try {
            queued.task().run();
        } finally {
            end(queued);
        }
    }

    private synchronized void end(WorkerTask queued) {
        running.remove(queued);
        dispatch();
        endIfDrained();
    }

    /** Whether each silent endpoint of the task is called by fewer running tasks than {@link #share} allows. */
    private boolean hasRoom(WorkerTask queued) {
        return queued.reads().stream()
                .filter(endpoint -> !answers(endpoint))
                .allMatch(endpoint -> held(endpoint) < share());
    }

    /**
     * Whether the endpoint answers, as far as is known. Cloud Map counts as silent until its first answer, which comes
     * soon: every pass calls Cloud Map first. Not every pass calls EC2, so EC2 counts as answering until found silent.
     */
    private boolean answers(Endpoint endpoint) {
        return answering.getOrDefault(endpoint, endpoint.api() == Api.EC2);
    }

    private long held(Endpoint endpoint) {
        return running.stream().filter(task -> task.reads().contains(endpoint)).count();
    }

    private int share() {
        return Math.max(1, size / SHARE);
    }

    /**
     * Returns how many threads may run in addition to the workers. Before an endpoint is found silent, its tasks can
     * take all workers. If tasks of silent endpoints hold more than a quarter of the workers, additional threads make
     * up for the excess, within the limit of {@link #MOST_THREADS}.
     */
    private int makingUp() {
        long caught = running.stream()
                .filter(task ->
                        task.reads().stream().anyMatch(endpoint -> Boolean.FALSE.equals(answering.get(endpoint))))
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
