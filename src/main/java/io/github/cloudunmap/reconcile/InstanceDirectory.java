package io.github.cloudunmap.reconcile;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Gives the EC2 instances of one region as one role sees them. All services that read the region with this role share
 * one directory. Any thread may call it.
 */
public interface InstanceDirectory {
    String region();

    /**
     * Returns the account that EC2 currently answers for: the owner in the latest answer that shows an instance. Empty
     * until an answer has shown an instance.
     */
    Set<String> accounts();

    /**
     * Returns the cached answers that still serve, for these ids. A missing id means "no such answer", not "not
     * alive". Never asks EC2. The directory notes the ids, because it refreshes only ids that passes ask for.
     */
    Map<String, Sighting> cached(Set<String> ec2Ids);

    /**
     * Returns a region that has shown the id alive to any service within about the last day, and has not shown its end
     * since; empty if there is none. Regions that this service reads with this role are left out. Never asks EC2.
     *
     * @param read the regions that this service reads with this role
     */
    Optional<String> aliveElsewhere(String ec2Id, Set<String> read);

    /**
     * Makes the cached answer for this instance invalid, because an event has reported a change of the instance: the
     * answer no longer serves. Answers requested from now on serve again. Never asks EC2.
     */
    void invalidate(String ec2Id);

    /**
     * Whether an answer of this region showed the id alive, and no later trusted answer was different. The answer
     * counts for a day, or for less if only a scan has shown the instance. Never asks EC2.
     */
    boolean remembers(String ec2Id);

    /**
     * Looks for these ids in the way that takes the fewest requests: in the cache, by id or with a scan. A cached
     * answer that still serves, or the answer to a request in flight, is used even if it was requested before {@code
     * notBefore}.
     *
     * @param notBefore a cached answer that no longer serves is used, too, if it was requested at this time (in
     *     monotonic nanoseconds) or later. An answer no longer serves if it is too old, or if {@link #invalidate} has
     *     made it invalid
     * @return completes with sightings of some of the ids; a missing id may still be alive. A scan that fails only
     *     leaves ids out. Fails with an {@link ApiFailure} if an answer to a look-up by id could not be read in full
     */
    default CompletableFuture<Map<String, Sighting>> find(Set<String> ec2Ids, long notBefore) {
        return lookUp(ec2Ids, notBefore);
    }

    /**
     * Looks up these ids by id, never by a scan.
     *
     * @param notBefore only answers that were requested at this time (in monotonic nanoseconds) or later are used
     * @return completes with a sighting for each id. Fails with an {@link ApiFailure} if an answer could not be read
     *     in full
     */
    CompletableFuture<Map<String, Sighting>> lookUp(Set<String> ec2Ids, long notBefore);
}
