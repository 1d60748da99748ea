package io.github.cloudunmap.metrics;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;

/** Counts hits and misses of the cache of live instances. Any thread may call it. */
public final class Ec2CacheMetrics {
    private final Counter lookups;

    public Ec2CacheMetrics(CollectorRegistry registry) {
        lookups = Counter.build(
                        "aws_cloud_unmap_ec2_cache_lookups_total",
                        "Instance ids that were found in the cache, or that EC2 had to be asked for")
                .labelNames("region", "result")
                .register(registry);
    }

    /**
     * Counts hits and misses. A call with two zeros counts nothing, but creates the series of the region.
     *
     * @param hits the number of ids that the cache had an answer for
     * @param misses the number of ids that a pass asks EC2 for, because the answers that it has do not suffice
     */
    public void observe(String region, int hits, int misses) {
        lookups.labels(region, "hit").inc(hits);
        lookups.labels(region, "miss").inc(misses);
    }
}
