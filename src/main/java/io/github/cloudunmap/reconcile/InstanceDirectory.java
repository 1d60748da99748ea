package io.github.cloudunmap.reconcile;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The EC2 instances of one region as one role sees them. Shared by all services; any thread may call it. */
public interface InstanceDirectory {
    String region();

    /**
     * The account that EC2 is read with now: the owner in the latest answer that shows an instance. Empty until there
     * is such an answer.
     */
    Set<String> accounts();

    /**
     * Returns the cached live instances among these ids, and notes that a pass asks for them. A missing id means "not
     * cached", not "not alive". Never asks EC2.
     */
    Map<String, Sighting> cached(Set<String> ec2Ids);

    /**
     * A region that has shown the id alive within a day, and that the service does not read, or not with this role.
     * Never asks EC2.
     *
     * @param read the regions that the service does read
     */
    Optional<String> aliveElsewhere(String ec2Id, Set<String> read);

    /** No answer of before now serves any more to show this instance alive. Never asks EC2. */
    void invalidate(String ec2Id);

    /** Whether the id was found here when it was last asked for. Never asks EC2. */
    boolean remembers(String ec2Id);

    /**
     * Looks for these ids in the way that takes the fewest requests. A live instance from the cache is good enough.
     *
     * @param notBefore an answer requested at this time (in nanoseconds) or later is good enough, too
     * @return sightings of some of the ids. A cached one may be older than {@code notBefore}, and a missing id may
     *     still be alive. It fails with an {@link ApiFailure} if an answer could not be read in full
     */
    default CompletableFuture<Map<String, Sighting>> find(Set<String> ec2Ids, long notBefore) {
        return lookUp(ec2Ids, notBefore);
    }

    /**
     * Asks EC2 for these ids by id, never by a scan.
     *
     * @param notBefore every answer is requested at this time (in nanoseconds) or later
     * @return a sighting for each id. It fails with an {@link ApiFailure} if the answer could not be read in full
     */
    CompletableFuture<Map<String, Sighting>> lookUp(Set<String> ec2Ids, long notBefore);
}
