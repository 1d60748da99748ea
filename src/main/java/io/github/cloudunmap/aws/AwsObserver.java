package io.github.cloudunmap.aws;

import io.github.cloudunmap.fleet.FleetObserver;

/**
 * A {@link FleetObserver} that is also told of the requests of this program's AWS clients. Any thread may call it,
 * even a thread that holds a lock. So it must neither block nor throw.
 */
public interface AwsObserver extends FleetObserver {
    /** Ignores everything. */
    AwsObserver NONE = new AwsObserver() {
        @Override
        public void expected(Operation operation) {}

        @Override
        public void requested(Operation operation, boolean success, int retries, int throttles) {}

        @Override
        public void lookedUp(String region, int hits, int misses) {}

        @Override
        public void read(String region, ReadMode way, int times) {}

        @Override
        public void suspected(String region, int change) {}
    };

    /**
     * An operation of AWS, and the region where it is called.
     *
     * @param api the SDK's name of the API: {@code EC2}, {@code ServiceDiscovery}, {@code SQS} or {@code STS}
     */
    record Operation(String api, String name, String region) {}

    /** Reports an operation that a new client can call. It may not have been called yet. */
    void expected(Operation operation);

    /**
     * Reports that a request has ended.
     *
     * @param success false if the SDK threw any exception, even the expected exception for a registration that no
     *     longer exists
     * @param retries the number of attempts after the first
     * @param throttles the number of attempts that AWS throttled
     */
    void requested(Operation operation, boolean success, int retries, int throttles);
}
