package io.github.cloudunmap.reconcile;

import java.util.List;
import java.util.Optional;

/** Reads one Cloud Map service. Any thread may call it. */
public interface ServiceRegistry {
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
