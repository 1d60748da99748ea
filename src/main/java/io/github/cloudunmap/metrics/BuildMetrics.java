package io.github.cloudunmap.metrics;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Gauge;

/** Shows the build of the program and the Java that it runs on. */
public final class BuildMetrics {
    private BuildMetrics() {}

    public static void register(CollectorRegistry registry, String version, String commit, String java) {
        Gauge.build("aws_cloud_unmap_build_info", "Always 1: the program's version and commit, and the Java it runs on")
                .labelNames("version", "commit", "java")
                .register(registry)
                .labels(version, commit, java)
                .set(1);
    }
}
