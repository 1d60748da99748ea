package io.github.cloudunmap.aws;

/** Told what AWS is asked, and which of its regions are suspect. Called by any thread, also under a lock: it must neither block nor throw. */
public interface AwsObserver {
    /** Cares for nothing. */
    AwsObserver NONE = new AwsObserver() {
        @Override
        public void expected(Operation operation) {}

        @Override
        public void requested(Operation operation, boolean success, int retries, int throttles) {}

        @Override
        public void lookedUp(String region, int hits, int misses) {}

        @Override
        public void read(String region, Way way, int times) {}

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

    /**
     * Ids were looked for in the cache of a region's live instances; with zeros, the region is read from now on.
     *
     * @param hits that it had
     * @param misses that EC2 has to be asked for
     */
    void lookedUp(String region, int hits, int misses);

    /** How a region is read. */
    enum Way {
        BY_ID,
        SCAN
    }

    /**
     * A region is read for all that wait, with as many requests as that takes.
     *
     * @param times 1; 0 shows the region, which has not been read yet
     */
    void read(String region, Way way, int times);

    /**
     * A region that suddenly knows too little became suspect to one identity, or ceased to be.
     *
     * @param change 1 or -1; 0 shows the region, to which nothing has happened yet
     */
    void suspected(String region, int change);
}
