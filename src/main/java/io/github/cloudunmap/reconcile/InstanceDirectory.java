package io.github.cloudunmap.reconcile;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The EC2 instances of one region as one role sees them. Shared by all services; any thread may call it. */
public interface InstanceDirectory {
    String region();

    /** The accounts of all instances seen so far. */
    Set<String> accounts();

    /** A live instance from the cache; empty says nothing about the id. Never asks EC2. */
    Optional<Sighting> cached(String ec2Id);

    /** Whether the id was found here when it was last asked for. Never asks EC2. */
    boolean remembers(String ec2Id);

    /**
     * Asks EC2 for these ids.
     *
     * @param notBefore every answer is requested at this time (in nanoseconds) or later
     * @return a sighting for each id, or an {@link ApiFailure} if the answer could not be read in full
     */
    CompletableFuture<Map<String, Sighting>> lookUp(Set<String> ec2Ids, long notBefore);
}
