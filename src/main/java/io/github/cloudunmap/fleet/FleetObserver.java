package io.github.cloudunmap.fleet;

/**
 * Told how EC2 is read, and which of its regions are suspect. Called by any thread, also under a lock: it must neither
 * block nor throw.
 */
public interface FleetObserver {
    /** Cares for nothing. */
    FleetObserver NONE = new FleetObserver() {
        @Override
        public void lookedUp(String region, int hits, int misses) {}

        @Override
        public void read(String region, ReadMode way, int times) {}

        @Override
        public void suspected(String region, int change) {}
    };

    /**
     * Ids were looked for in the cache of a region's live instances; with zeros, the region is read from now on.
     *
     * @param hits that it had
     * @param misses that EC2 has to be asked for
     */
    void lookedUp(String region, int hits, int misses);

    /** How a region is read. */
    enum ReadMode {
        BY_ID,
        SCAN
    }

    /**
     * A region is read for all that wait, with as many requests as that takes.
     *
     * @param times 1; 0 shows the region, which has not been read yet
     */
    void read(String region, ReadMode way, int times);

    /**
     * A region that suddenly knows too little became suspect to one identity, or ceased to be.
     *
     * @param change 1 or -1; 0 shows the region, to which nothing has happened yet
     */
    void suspected(String region, int change);
}
