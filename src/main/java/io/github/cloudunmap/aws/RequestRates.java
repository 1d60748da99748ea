package io.github.cloudunmap.aws;

import io.github.cloudunmap.aws.call.RateLimiter.Rate;

/**
 * The rates at which this program reads. AWS keeps a bucket of tokens for each operation, and throttles a request that
 * finds the bucket empty. All programs of an account share the bucket of a region, so each rate is below AWS's.
 */
final class RequestRates {
    /** EC2's documentation says: a bucket of 100 tokens, and 20 more a second. This rate leaves a fifth to others. */
    static final Rate DESCRIBE_INSTANCES = new Rate(16, 80);
    /** AWS's own controllers for Cloud Map assume a bucket of 200 tokens, and 100 more a second. */
    static final Rate GET_OPERATION = new Rate(80, 160);

    /** From the limits in AWS's own controllers for Cloud Map: a bucket of 5, and one more in two seconds. */
    static final Rate LIST_NAMESPACES = new Rate(0.4, 4);
    /** From the limits in AWS's own controllers for Cloud Map: a bucket of 10, and 2 more a second. */
    static final Rate LIST_SERVICES = new Rate(1.6, 8);
    /** AWS documents no rate for GetService. This is the default of ListInstances. */
    static final Rate GET_SERVICE = new Rate(40, 20);
    /** AWS documents no rate for ListTagsForResource. This is the default of ListInstances. */
    static final Rate LIST_TAGS = new Rate(40, 20);

    private RequestRates() {}

    /**
     * Returns the rate for ListInstances. AWS documents no limit. 50 a second were observed, and the size of the
     * bucket is unknown, so the burst is small.
     */
    static Rate listInstances(int perSecond) {
        return new Rate(perSecond, Math.max(1, perSecond / 2.0));
    }
}
