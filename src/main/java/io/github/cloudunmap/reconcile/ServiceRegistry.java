package io.github.cloudunmap.reconcile;

import java.util.List;
import java.util.Optional;

/** Reads one Cloud Map service. Any thread may call it. */
public interface ServiceRegistry {
    /**
     * Takes a turn to list, if one is free. AWS limits how many lists a second it answers, so a pass begins when it
     * has taken a turn.
     *
     * @return 0 if the turn was taken; otherwise for how long none will be free, in nanoseconds
     */
    default long takeTurn() {
        return 0;
    }

    /**
     * Reads every registered instance, to the last page. If an id shows on two pages, the later one counts.
     *
     * @throws ApiFailure if any page could not be read
     */
    List<RegisteredInstance> list();

    /**
     * The registration as it is now; empty if it is gone.
     *
     * @throws ApiFailure if it could not be read; {@link ApiFailure#isDenied()} where GetInstance is not permitted
     */
    Optional<RegisteredInstance> get(String instanceId);
}
