package io.github.cloudunmap.aws;

import io.github.cloudunmap.aws.call.RateLimiter.Rate;

/**
 * The rates of reads, each below what AWS grants an account in a region for all its programs together: an operation
 * has a bucket of tokens there, and a request that finds it empty is throttled.
 */
final class RequestRates {
    /** EC2's documentation: a bucket of 100, and 20 more a second. This leaves a fifth to others. */
    static final Rate DESCRIBE_INSTANCES = new Rate(16, 80);
    /** From the limits in AWS's own controllers for Cloud Map: a bucket of 200, and 100 more a second. */
    static final Rate GET_OPERATION = new Rate(80, 160);

    private RequestRates() {}

    /**
     * AWS documents no rate of ListInstances; 50 a second were observed, of an unknown bucket. So the burst is short.
     */
    static Rate listInstances(int perSecond) {
        return new Rate(perSecond, Math.max(1, perSecond / 2.0));
    }
}
