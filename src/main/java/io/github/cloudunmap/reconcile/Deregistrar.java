package io.github.cloudunmap.reconcile;

import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Removes registrations from one Cloud Map service. A dry run has none that can. Any thread may call it. */
public interface Deregistrar {
    /** What a dry run has: it removes nothing. */
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
     * Done once a removal may be prepared. Where AWS has throttled removals, each waits here for its turn, so that
     * nothing waits between its last readings and the sending.
     */
    default CompletableFuture<Void> turn() {
        return CompletableFuture.completedFuture(null);
    }

    /**
     * Removes one registration, sent once and never again. Cloud Map goes on with it after the call has returned.
     *
     * @param notAfter when it may be sent at the latest, in the nanoseconds of {@link TimeSource#nanos()}
     * @throws ApiFailure if Cloud Map does not accept it, or it was too late to send it; see {@link
     *     ApiFailure#mayBeTriedAgain()}
     */
    Deregistration deregister(String instanceId, long notAfter);

    /**
     * How far a removal is that was accepted; empty where that cannot be learned, now or later: Cloud Map has forgotten
     * it, or it is not permitted to ask.
     *
     * @throws ApiFailure if it could not be read this time
     */
    Optional<OperationState> state(String operationId);

    /** How far Cloud Map is with a removal that it has accepted. */
    public sealed interface OperationState {
        /** It still works on it. */
        record UnderWay() implements OperationState {}

        /** The registration is gone. */
        record Done() implements OperationState {}

        /** It did not succeed, for the reason that Cloud Map gives. */
        record Failed(String code, String message) implements OperationState {}
    }

    /**
     * What became of the request to remove a registration.
     *
     * @param operationIdOrNull what Cloud Map calls the removal, where it has accepted one
     */
    public record Deregistration(
            RemovalResult result, @Nullable String operationIdOrNull) {
        /** Nothing was begun. */
        public Deregistration(RemovalResult result) {
            this(result, null);
        }

        /** Cloud Map has begun with it. */
        public static Deregistration accepted(String operationId) {
            return new Deregistration(RemovalResult.DEREGISTERED, operationId);
        }

        public Optional<String> operationId() {
            return Optional.ofNullable(operationIdOrNull);
        }
    }
}
