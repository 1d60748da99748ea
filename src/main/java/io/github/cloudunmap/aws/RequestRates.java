package io.github.cloudunmap.aws;

import io.github.cloudunmap.aws.call.RateLimiter.Rate;

/**
 * The rates at which this program may send requests that read from AWS. For each operation, AWS keeps a bucket of
 * tokens per account and region. Each request takes a token. AWS throttles a request that finds the bucket empty.
 *
 * <p>The account's other programs use the same bucket, so this program takes only four fifths. Where a comment below
 * describes the bucket, {@code perSecond} is four fifths of the tokens that AWS adds a second, and {@code burst} is
 * four fifths of the bucket's size.
 */
final class RequestRates {
    /** For DescribeInstances, EC2's documentation names a bucket of 100 tokens. AWS adds 20 tokens a second. */
    static final Rate DESCRIBE_INSTANCES = new Rate(16, 80);
    /**
     * For GetOperation, AWS's own controllers for Cloud Map assume a bucket of 200 tokens, to which AWS adds 100
     * tokens a second.
     */
    static final Rate GET_OPERATION = new Rate(80, 160);

    /**
     * For ListNamespaces, AWS's own controllers for Cloud Map assume a bucket of 5 tokens, to which AWS adds one token
     * every two seconds.
     */
    static final Rate LIST_NAMESPACES = new Rate(0.4, 4);
    /**
     * For ListServices, AWS's own controllers for Cloud Map assume a bucket of 10 tokens, to which AWS adds 2 tokens a
     * second.
     */
    static final Rate LIST_SERVICES = new Rate(1.6, 8);
    /** AWS documents no rate for GetService. This is the rate of ListInstances with the default {@code list-rate}. */
    static final Rate GET_SERVICE = new Rate(40, 20);
    /**
     * AWS documents no rate for ListTagsForResource. This is the rate of ListInstances with the default
     * {@code list-rate}.
     */
    static final Rate LIST_TAGS = new Rate(40, 20);

    private RequestRates() {}

    /**
     * Returns the rate for ListInstances. AWS documents no limit. A limit of 50 requests a second was observed. The
     * size of the bucket is unknown, so the burst is small.
     */
    static Rate listInstances(int perSecond) {
        return new Rate(perSecond, Math.max(1, perSecond / 2.0));
    }
}
