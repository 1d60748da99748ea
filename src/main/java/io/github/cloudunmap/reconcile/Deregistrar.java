package io.github.cloudunmap.reconcile;

import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Removes registrations from one Cloud Map service. Any thread may call it. */
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
     * Completes when a removal may be prepared. If AWS has throttled removals, each removal waits for its turn here,
     * before its last readings. So it does not wait between these readings and the sending.
     */
    default CompletableFuture<Void> turn() {
        return CompletableFuture.completedFuture(null);
    }

    /**
     * Removes one registration. The request is sent once and never repeated. Cloud Map goes on with the removal after
     * the call has returned.
     *
     * @param notAfter until when the request may be sent, in the nanoseconds of {@link TimeSource#nanos()}
     * @throws ApiFailure if Cloud Map does not accept the removal, or {@code notAfter} had passed; see {@link
     *     ApiFailure#mayBeTriedAgain()}
     */
    Deregistration deregister(String instanceId, long notAfter);

    /**
     * Reads the state of an accepted removal. The answer is empty if the state will never be known, because Cloud Map
     * has forgotten the operation or GetOperation is denied.
     *
     * @throws ApiFailure if the state could not be read this time
     */
    Optional<OperationState> state(String operationId);

    /** The state of a removal that Cloud Map has accepted. */
    public sealed interface OperationState {
        /** Cloud Map still works on the removal. */
        record UnderWay() implements OperationState {}

        /** The registration is gone. */
        record Done() implements OperationState {}

        /** The removal failed. Code and message are Cloud Map's reason. */
        record Failed(String code, String message) implements OperationState {}
    }

    /**
     * The answer to a request to remove a registration.
     *
     * @param operationIdOrNull Cloud Map's id of the operation; null if it began none
     */
    public record Deregistration(
            RemovalResult result, @Nullable String operationIdOrNull) {
        /** The answer of a request that began no operation. */
        public Deregistration(RemovalResult result) {
            this(result, null);
        }

        /** The answer of Cloud Map that it has accepted the removal and begun with it. */
        public static Deregistration accepted(String operationId) {
            return new Deregistration(RemovalResult.DEREGISTERED, operationId);
        }

        public Optional<String> operationId() {
            return Optional.ofNullable(operationIdOrNull);
        }
    }
}
