package io.github.cloudunmap.daemon;

import io.github.cloudunmap.reconcile.TimeSource;
import java.time.Duration;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A fixed number of threads over one queue ordered by due time. No thread wakes when nothing is due. */
final class ThreadWorkers implements Workers {
    private final ScheduledThreadPoolExecutor pool;
    private final TimeSource time;

    ThreadWorkers(int workers, TimeSource time) {
        this.pool = new ScheduledThreadPoolExecutor(workers, new NamedThreads("worker"));
        this.time = time;
    }

    @Override
    public synchronized void runAt(long dueAt, Runnable task) {
        if (!pool.isShutdown()) {
            var unused = pool.schedule(task, dueAt - time.nanos(), TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public boolean drain(Duration atMost) {
        stopTaking();
        try {
            return pool.awaitTermination(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized void stopTaking() {
        pool.shutdown();
        pool.getQueue().removeIf(task -> ((Delayed) task).getDelay(TimeUnit.NANOSECONDS) > 0);
    }
}
