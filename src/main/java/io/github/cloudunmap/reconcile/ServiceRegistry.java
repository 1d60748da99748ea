package io.github.cloudunmap.reconcile;

import java.util.List;
import java.util.Optional;

/** Reads one Cloud Map service. Any thread may call it. */
public interface ServiceRegistry {
    /**
     * Takes a turn to list the service, if a turn is free. AWS limits the number of lists a second, so a pass begins
     * only once it has taken a turn.
     *
     * @return 0 if the turn was taken; otherwise the time until one is free, in nanoseconds
     */
    default long takeTurn() {
        return 0;
    }

    /**
     * Reads every registered instance, to the last page. If an id appears on two pages, the later entry counts.
     *
     * @throws ApiFailure if any page could not be read
     */
    List<RegisteredInstance> list();

    /**
     * Reads the registration as it is now; empty if it is gone.
     *
     * @throws ApiFailure if it could not be read; {@link ApiFailure#isDenied()} if GetInstance is not permitted
     */
    Optional<RegisteredInstance> get(String instanceId);
}
