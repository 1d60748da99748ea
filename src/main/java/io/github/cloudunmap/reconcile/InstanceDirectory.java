package io.github.cloudunmap.reconcile;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The view of one region's EC2 instances as one role sees them. All services that read the region with this role share
 * it. Any thread may call it.
 */
public interface InstanceDirectory {
    String region();

    /**
     * Returns the account that EC2 answers for now: the owner in the latest answer that shows an instance. Empty until
     * there is such an answer.
     */
    Set<String> accounts();

    /**
     * Returns the cached live instances among these ids, and notes that a pass asks for the ids. A missing id means
     * "not cached", not "not alive". Never asks EC2.
     */
    Map<String, Sighting> cached(Set<String> ec2Ids);

    /**
     * Returns a region that has shown the id alive to any service within the last day; empty if there is none. Regions
     * that this service reads with this role are left out. Never asks EC2.
     *
     * @param read the regions that this service reads with this role
     */
    Optional<String> aliveElsewhere(String ec2Id, Set<String> read);

    /** Discards every answer requested before now that shows this instance alive. Never asks EC2. */
    void invalidate(String ec2Id);

    /** Whether this region showed the id alive in the latest answer about it, within the last day. Never asks EC2. */
    boolean remembers(String ec2Id);

    /**
     * Looks for these ids in the way that takes the fewest requests. A live instance from the cache is accepted.
     *
     * @param notBefore an answer requested at this time (in monotonic nanoseconds) or later is accepted too
     * @return completes with sightings of some of the ids. A cached sighting may be older than {@code notBefore}, and
     *     a missing id may still be alive. Fails with an {@link ApiFailure} if an answer could not be read in full
     */
    default CompletableFuture<Map<String, Sighting>> find(Set<String> ec2Ids, long notBefore) {
        return lookUp(ec2Ids, notBefore);
    }

    /**
     * Looks up these ids by id, never by a scan.
     *
     * @param notBefore every answer is requested at this time (in monotonic nanoseconds) or later
     * @return completes with a sighting for each id. Fails with an {@link ApiFailure} if an answer could not be read
     *     in full
     */
    CompletableFuture<Map<String, Sighting>> lookUp(Set<String> ec2Ids, long notBefore);
}
