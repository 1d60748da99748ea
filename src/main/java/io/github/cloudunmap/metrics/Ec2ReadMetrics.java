package io.github.cloudunmap.metrics;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;

/**
 * Counts how often EC2 is read in each region. A read is a scan of the region, or a cycle: all requests by id that are
 * sent together for the ids that wait at that moment. Any thread may call it.
 */
public final class Ec2ReadMetrics {
    private final Counter reads;

    public Ec2ReadMetrics(CollectorRegistry registry) {
        reads = Counter.build(
                        "aws_cloud_unmap_ec2_reads_total",
                        "Reads of a region for all that waited, each of one request or more, by id or by scan")
                .labelNames("region", "way")
                .register(registry);
    }

    /**
     * Counts reads. A call with zero only creates the series.
     *
     * @param way {@code by-id} or {@code scan}
     */
    public void observe(String region, String way, int times) {
        reads.labels(region, way).inc(times);
    }
}
