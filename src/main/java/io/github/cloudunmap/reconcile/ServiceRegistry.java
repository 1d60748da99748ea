package io.github.cloudunmap.reconcile;

import java.util.List;
import java.util.Optional;

/** One Cloud Map service, to be read. Any thread may call it. */
public interface ServiceRegistry {
    /**
     * Every registered instance, read to the last page, each id once: of what moves between pages, the later counts.
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
