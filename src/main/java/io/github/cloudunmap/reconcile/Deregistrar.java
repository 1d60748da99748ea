package io.github.cloudunmap.reconcile;

import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Removes registrations from one Cloud Map service. A dry run has {@link #DRY_RUN}, which cannot. Any thread may call
 * it.
 */
public interface Deregistrar {
    /** The deregistrar of a dry run, which removes nothing. */
    Deregistrar DRY_RUN = new Deregistrar() {
        @Override
        public Deregistration deregister(String instanceId, long notAfter) {
            return new Deregistration(RemovalResult.DRY_RUN);
        }

        @Override
        public Optional<OperationState> state(String operationId) {
            return Optional.empty();
        }
    };

    /**
     * Completes when a removal may be prepared. If AWS has throttled removals, each removal waits here for its turn.
     * So it need not wait between its last readings and the sending.
     */
    default CompletableFuture<Void> turn() {
        return CompletableFuture.completedFuture(null);
    }

    /**
     * Removes one registration. The request is sent once and never repeated. Cloud Map goes on with the removal after
     * the call has returned.
     *
     * @param notAfter when it may be sent at the latest, in the nanoseconds of {@link TimeSource#nanos()}
     * @throws ApiFailure if Cloud Map does not accept it, or it was too late to send it; see
     *     {@link ApiFailure#mayBeTriedAgain()}
     */
    Deregistration deregister(String instanceId, long notAfter);

    /**
     * The state of an accepted removal. It is empty if the state will never be known: Cloud Map has forgotten the
     * operation, or GetOperation is denied.
     *
     * @throws ApiFailure if the state could not be read this time
     */
    Optional<OperationState> state(String operationId);

    /** The state of a removal that Cloud Map has accepted. */
    public sealed interface OperationState {
        /** It still works on it. */
        record UnderWay() implements OperationState {}

        /** The registration is gone. */
        record Done() implements OperationState {}

        /** The removal failed, with the reason that Cloud Map gives. */
        record Failed(String code, String message) implements OperationState {}
    }

    /**
     * The result of a request to remove a registration.
     *
     * @param operationIdOrNull Cloud Map's id of the accepted removal; null if it accepted none
     */
    public record Deregistration(
            RemovalResult result, @Nullable String operationIdOrNull) {
        /** Nothing was begun. */
        public Deregistration(RemovalResult result) {
            this(result, null);
        }

        /** Cloud Map has accepted the removal and begun with it. */
        public static Deregistration accepted(String operationId) {
            return new Deregistration(RemovalResult.DEREGISTERED, operationId);
        }

        public Optional<String> operationId() {
            return Optional.ofNullable(operationIdOrNull);
        }
    }
}
