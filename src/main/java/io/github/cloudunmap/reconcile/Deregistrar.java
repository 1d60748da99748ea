package io.github.cloudunmap.reconcile;

/** Removes registrations from one Cloud Map service. A dry run has none that can. Any thread may call it. */
public interface Deregistrar {
    /** What a dry run has: it removes nothing. */
    Deregistrar DRY_RUN = instanceId -> RemovalResult.DRY_RUN;

    /**
     * Removes one registration. Cloud Map goes on with it after the call has returned.
     *
     * @throws ApiFailure if Cloud Map does not accept it
     */
    RemovalResult deregister(String instanceId);
}
