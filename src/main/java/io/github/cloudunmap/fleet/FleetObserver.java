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
     * Called when ids were looked up in the cache of a region. Also called with zeros when a directory of the region is
     * opened, so that the region's metrics exist from then on.
     *
     * @param hits the number of ids that the cache had an answer for
     * @param misses the number of ids that EC2 has to be asked for
     */
    void lookedUp(String region, int hits, int misses);

    /** The way in which a region is read. */
    enum ReadMode {
        BY_ID,
        SCAN
    }

    /**
     * Called with 1 when a read of a region begins: a cycle by id, or a scan. Also called with 0 when a directory of
     * the region is opened, so that the region's metrics exist from then on.
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
