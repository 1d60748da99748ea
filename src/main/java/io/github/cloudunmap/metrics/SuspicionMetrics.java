package io.github.cloudunmap.metrics;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Gauge;

/** Which regions suddenly have nothing and are not believed. Any thread may call it. */
public final class SuspicionMetrics {
    private final Gauge suspect;

    public SuspicionMetrics(CollectorRegistry registry) {
        suspect = Gauge.build(
                        "aws_cloud_unmap_suspect_region",
                        "How many roles a region suddenly shows nothing to, so that it is not believed; 0 if all is well")
                .labelNames("region")
                .register(registry);
    }

    /** One role more or less finds the region suspect; zero shows the region's series. */
    public void observe(String region, int change) {
        suspect.labels(region).inc(change);
    }
}
