package io.github.cloudunmap.fleet;

/**
 * Is told how EC2 is read and which regions are suspect. Any thread may call it, even a thread that holds a lock. So
 * it must neither block nor throw.
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
     * Ids were looked up in the cache of a region's live instances. A call with zeros only makes the region known,
     * so that its metrics exist.
     *
     * @param hits the number of ids that the cache had
     * @param misses the number of ids that EC2 has to be asked for
     */
    void lookedUp(String region, int hits, int misses);

    /** The way in which a region is read. */
    enum ReadMode {
        BY_ID,
        SCAN
    }

    /**
     * One read of a region begins: a cycle by id, or a scan.
     *
     * @param times 1; 0 if the region is only made known, so that its metrics exist
     */
    void read(String region, ReadMode way, int times);

    /**
     * A region, as one identity reads it, became suspect or is trusted again.
     *
     * @param change 1 if it became suspect, -1 if it is trusted again, 0 if it is only made known
     */
    void suspected(String region, int change);
}
