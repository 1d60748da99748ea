package io.github.cloudunmap.daemon;

import io.github.cloudunmap.aws.AwsObserver;
import io.github.cloudunmap.metrics.AwsRequestMetrics;
import io.github.cloudunmap.metrics.Ec2CacheMetrics;
import io.github.cloudunmap.metrics.Ec2ReadMetrics;
import io.github.cloudunmap.metrics.SuspicionMetrics;

/**
 * Counts the requests to AWS, the hits and misses of the cache, and the reads of each region. One read is a scan, or
 * all requests by id that are sent together for the waiting ids. Also shows which regions are suspect.
 */
record AwsMetrics(
        AwsRequestMetrics requests,
        Ec2CacheMetrics cache,
        Ec2ReadMetrics reads,
        SuspicionMetrics suspicions,
        StatusFeed status)
        implements AwsObserver {
    @Override
    public void expected(Operation operation) {
        requests.add(operation.api(), operation.name(), operation.region());
    }

    @Override
    public void requested(Operation operation, boolean success, int retries, int throttles) {
        requests.observe(operation.api(), operation.name(), operation.region(), success, retries, throttles);
    }

    @Override
    public void lookedUp(String region, int hits, int misses) {
        cache.observe(region, hits, misses);
    }

    @Override
    public void read(String region, ReadMode way, int times) {
        reads.observe(region, way == ReadMode.SCAN ? "scan" : "by-id", times);
    }

    @Override
    public void suspected(String region, int change) {
        suspicions.observe(region, change);
        status.suspected(region, change);
    }
}
