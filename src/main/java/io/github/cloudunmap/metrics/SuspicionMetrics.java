package io.github.cloudunmap.metrics;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Gauge;

/** Shows which regions are suspect. Any thread may call it. */
public final class SuspicionMetrics {
    private final Gauge suspect;

    public SuspicionMetrics(CollectorRegistry registry) {
        suspect = Gauge.build(
                        "aws_cloud_unmap_suspect_region",
                        "The number of roles to which the region is suspect; 0 if all is well")
                .labelNames("region")
                .register(registry);
    }

    /**
     * Adds to the number of roles to which the region is suspect, or subtracts from it. A call with zero changes
     * nothing, but creates the series.
     */
    public void observe(String region, int change) {
        suspect.labels(region).inc(change);
    }
}
