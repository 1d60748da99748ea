package io.github.cloudunmap.metrics;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import java.time.Duration;

/** Shows whether there are enough workers. Any thread may call it. */
public final class WorkerMetrics {
    private final Gauge busy;
    private final Gauge number;
    private final Histogram queueDelay;

    /**
     * @param workers the number of workers: the most passes that run at once. While endpoints are silent, more may run
     */
    public WorkerMetrics(CollectorRegistry registry, int workers) {
        number = Gauge.build("aws_cloud_unmap_workers", "How many passes can run at once")
                .register(registry);
        workers(workers);
        busy = Gauge.build("aws_cloud_unmap_workers_busy", "How many passes are running")
                .register(registry);
        queueDelay = Histogram.build(
                        "aws_cloud_unmap_queue_delay_seconds", "How long passes that were due waited for a worker")
                .buckets(0.01, 0.1, 0.5, 1, 5, 10, 30, 60, 120, 300, 600)
                .register(registry);
    }

    public void workers(int workers) {
        number.set(workers);
    }

    /**
     * Notes that a pass began.
     *
     * @param delay how long the pass had been due when it began
     */
    public void passStarted(Duration delay) {
        queueDelay.observe(delay.toNanos() / 1e9);
        busy.inc();
    }

    public void passEnded() {
        busy.dec();
    }
}
