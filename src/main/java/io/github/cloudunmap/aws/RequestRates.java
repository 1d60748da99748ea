package io.github.cloudunmap.aws;

import io.github.cloudunmap.aws.call.RateLimiter.Rate;

/**
 * The rates of reads. Each is below AWS's limit, which all programs of an account share in a region. AWS keeps a bucket
 * of tokens for each operation, and throttles a request that finds it empty.
 */
final class RequestRates {
    /** EC2's documentation: a bucket of 100, and 20 more a second. This leaves a fifth to others. */
    static final Rate DESCRIBE_INSTANCES = new Rate(16, 80);
    /** From the limits in AWS's own controllers for Cloud Map: a bucket of 200, and 100 more a second. */
    static final Rate GET_OPERATION = new Rate(80, 160);

    private RequestRates() {}

    /**
     * AWS documents no rate for ListInstances. 50 a second were observed, and the size of the bucket is unknown. So the
     * burst is small.
     */
    static Rate listInstances(int perSecond) {
        return new Rate(perSecond, Math.max(1, perSecond / 2.0));
    }
}
