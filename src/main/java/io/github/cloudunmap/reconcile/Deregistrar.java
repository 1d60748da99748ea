package io.github.cloudunmap.reconcile;

import java.util.Optional;

/** Removes registrations from one Cloud Map service. A dry run has none that can. Any thread may call it. */
public interface Deregistrar {
    /** What a dry run has: it removes nothing. */
    Deregistrar DRY_RUN = new Deregistrar() {
        @Override
        public Deregistration deregister(String instanceId) {
            return new Deregistration(RemovalResult.DRY_RUN);
        }

        @Override
        public Optional<OperationState> state(String operationId) {
            return Optional.empty();
        }
    };

    /**
     * Removes one registration. Cloud Map goes on with it after the call has returned.
     *
     * @throws ApiFailure if Cloud Map does not accept it
     */
    Deregistration deregister(String instanceId);

    /**
     * How far a removal is that was accepted; empty where that cannot be learned, now or later: Cloud Map has forgotten
     * it, or it is not permitted to ask.
     *
     * @throws ApiFailure if it could not be read this time
     */
    Optional<OperationState> state(String operationId);
}
