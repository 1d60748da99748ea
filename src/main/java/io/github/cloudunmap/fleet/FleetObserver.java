package io.github.cloudunmap.fleet;

/**
 * Receives notices of how EC2 is read and of which regions are suspect. Any thread may call an observer, even a thread
 * that holds a lock. So an observer must neither block nor throw.
 */
public interface FleetObserver {
    /** Ignores everything. */
    FleetObserver NONE = new FleetObserver() {
        @Override
        public void lookedUp(String region, int hits, int misses) {}

        @Override
        public void read(String region, ReadMode way, int times) {}

        @Override
        public void suspected(String region, int change) {}
    };

    /**
     * Called when a pass has looked for ids in the cache of a region, and when it asks for further answers. Also
     * called with zeros before an identity reads the region for the first time, so that the region's metrics exist
     * from then on.
     *
     * @param hits the number of ids that the cache had an answer for
     * @param misses the number of ids that the pass asks for, because the answers that it has do not suffice
     */
    void lookedUp(String region, int hits, int misses);

    /** How a region is read: by requests that name ids, or by a scan, which reads the region page by page. */
    enum ReadMode {
        BY_ID,
        SCAN
    }

    /**
     * Called with 1 when a read of a region begins. A read is a scan, or all requests by id that are sent together
     * for the waiting ids. Also called with 0 before an identity reads the region for the first time, so that the
     * region's metrics exist from then on.
     *
     * @param times the number of reads that begin: 1 or 0
     */
    void read(String region, ReadMode way, int times);

    /**
     * Called when a region becomes suspect to an identity, or is trusted again. A region that no service reads any
     * more counts as trusted. Also called with 0 before the identity reads the region for the first time, so that the
     * region's metrics exist from then on.
     *
     * @param change 1 if the region became suspect, -1 if it is trusted again, else 0
     */
    void suspected(String region, int change);
}
