package io.github.cloudunmap.daemon;

import io.github.cloudunmap.reconcile.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A number of threads over one queue ordered by due time. No thread wakes when nothing is due. */
final class ThreadWorkers implements Workers {
    private final ScheduledThreadPoolExecutor pool;
    private final TimeSource time;

    ThreadWorkers(int workers, TimeSource time) {
        this.pool = new ScheduledThreadPoolExecutor(workers, new NamedThreads("worker"));
        this.pool.setRemoveOnCancelPolicy(true);
        this.time = time;
    }

    @Override
    public synchronized Runnable runAt(long dueAt, Runnable task) {
        if (pool.isShutdown()) {
            return () -> {};
        }
        ScheduledFuture<?> scheduled = pool.schedule(task, dueAt - time.nanos(), TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    @Override
    public void resize(int workers) {
        // Threads beyond the core leave a busy pool only where the maximum says so, which may never be below the core.
        pool.setMaximumPoolSize(Math.max(workers, pool.getCorePoolSize()));
        pool.setCorePoolSize(workers);
        pool.setMaximumPoolSize(workers);
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
        for (Runnable task : List.copyOf(pool.getQueue())) {
            if (((Delayed) task).getDelay(TimeUnit.NANOSECONDS) > 0) {
                // Through the pool: what leaves its queue behind its back leaves a thread waiting for it.
                pool.remove(task);
            }
        }
    }
}
