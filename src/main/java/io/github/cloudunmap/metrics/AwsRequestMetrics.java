package io.github.cloudunmap.metrics;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;

/**
 * Counts requests to AWS. A request counts once, however many attempts it took. The attempts after the first are its
 * retries, and the attempts that AWS throttled are its throttles. Any thread may call it.
 */
public final class AwsRequestMetrics {
    private final Counter requests;
    private final Counter retries;
    private final Counter throttles;

    public AwsRequestMetrics(CollectorRegistry registry) {
        requests = Counter.build(
                        "aws_cloud_unmap_aws_requests_total", "Requests to AWS by how they ended after their retries")
                .labelNames("api", "operation", "region", "result")
                .register(registry);
        retries = Counter.build("aws_cloud_unmap_aws_retries_total", "Tries of requests to AWS beyond the first")
                .labelNames("api", "operation", "region")
                .register(registry);
        throttles = Counter.build("aws_cloud_unmap_aws_throttles_total", "Tries that AWS throttled")
                .labelNames("api", "operation", "region")
                .register(registry);
    }

    /** Adds the series of the operation, all at zero. Series that exist already are not changed. */
    public void add(String api, String operation, String region) {
        requests.labels(api, operation, region, result(true));
        requests.labels(api, operation, region, result(false));
        retries.labels(api, operation, region);
        throttles.labels(api, operation, region);
    }

    /** Counts one request with all its attempts. */
    public void observe(
            String api, String operation, String region, boolean success, int retriesOfIt, int throttlesOfIt) {
        requests.labels(api, operation, region, result(success)).inc();
        retries.labels(api, operation, region).inc(retriesOfIt);
        throttles.labels(api, operation, region).inc(throttlesOfIt);
    }

    private static String result(boolean success) {
        return success ? "success" : "error";
    }
}
