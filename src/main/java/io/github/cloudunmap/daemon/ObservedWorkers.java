package io.github.cloudunmap.daemon;

import io.github.cloudunmap.metrics.WorkerMetrics;
import io.github.cloudunmap.reconcile.TimeSource;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;

/** Workers whose load is measured. */
final class ObservedWorkers implements Workers {
    private final Workers workers;
    private final WorkerMetrics metrics;
    private final TimeSource time;

    ObservedWorkers(Workers workers, WorkerMetrics metrics, TimeSource time) {
        this.workers = workers;
        this.metrics = metrics;
        this.time = time;
    }

    @Override
    public Runnable runAt(long dueAt, Set<Endpoint> reads, LongSupplier turn, Runnable task) {
        return workers.runAt(dueAt, reads, turn, measured(dueAt, task));
    }

    @Override
    public Runnable runEarlyAt(long dueAt, Set<Endpoint> reads, LongSupplier turn, Runnable task) {
        return workers.runEarlyAt(dueAt, reads, turn, measured(dueAt, task));
    }

    private Runnable measured(long dueAt, Runnable task) {
        return () -> {
            metrics.passStarted(Duration.ofNanos(Math.max(0, time.nanos() - dueAt)));
            try {
                task.run();
            } finally {
                metrics.passEnded();
            }
        };
    }

    @Override
    public void resize(int number) {
        workers.resize(number);
        metrics.workers(number);
    }

    @Override
    public boolean drain(Duration atMost) {
        return workers.drain(atMost);
    }
}
