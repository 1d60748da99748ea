package io.github.cloudunmap.aws;

import io.github.cloudunmap.fleet.FleetObserver;

/** Told what AWS is asked, as well. Called by any thread, also under a lock: it must neither block nor throw. */
public interface AwsObserver extends FleetObserver {
    /** Cares for nothing. */
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
     * What is asked of AWS, and where.
     *
     * @param api as the SDK calls it: {@code EC2}, {@code ServiceDiscovery} or {@code STS}
     */
    record Operation(String api, String name, String region) {}

    /** There is a client now that may ask this. */
    void expected(Operation operation);

    /**
     * A request has ended.
     *
     * @param success false for whatever the SDK throws, an instance that is gone already too
     * @param retries the tries beyond the first
     * @param throttles the tries that AWS answered with "too many"
     */
    void requested(Operation operation, boolean success, int retries, int throttles);
}
