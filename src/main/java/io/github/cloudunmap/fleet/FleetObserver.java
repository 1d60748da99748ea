package io.github.cloudunmap.fleet;

/**
 * Is told how EC2 is read and which regions are suspect. Any thread may call it, even one that holds a lock. So it must
 * neither block nor throw.
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
     * Ids were looked up in the cache of a region's live instances. A call with zeros only announces the region, so
     * that its metrics exist.
     *
     * @param hits the ids that the cache had
     * @param misses the ids that EC2 has to be asked for
     */
    void lookedUp(String region, int hits, int misses);

    /** The way in which a region is read. */
    enum ReadMode {
        BY_ID,
        SCAN
    }

    /**
     * One read of a region begins. It serves every id that waits, with as many requests as that takes.
     *
     * @param times 1; 0 announces a region that has not been read yet
     */
    void read(String region, ReadMode way, int times);

    /**
     * A region, as one identity reads it, became suspect or ceased to be.
     *
     * @param change 1 if it became suspect, -1 if it ceased to be; 0 announces the region
     */
    void suspected(String region, int change);
}
