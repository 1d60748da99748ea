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

    /** Changes the number of roles to which the region is suspect. A call with zero only creates the series. */
    public void observe(String region, int change) {
        suspect.labels(region).inc(change);
    }
}
