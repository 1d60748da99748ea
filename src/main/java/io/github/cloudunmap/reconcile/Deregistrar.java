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
     * Completes when the next removal may be prepared. After AWS has throttled removals, their rate is limited for a
     * while, and each removal waits here for its turn. The wait comes before the last readings, so that a removal does
     * not wait for a turn between the readings and the sending.
     */
    default CompletableFuture<Void> turn() {
        return CompletableFuture.completedFuture(null);
    }

    /**
     * Asks Cloud Map to remove one registration. A call sends one request, and does not repeat it after a failure.
     * Cloud Map answers as soon as it has accepted the removal, and carries the removal out afterwards.
     *
     * @param notAfter the latest time at which the request may be sent, in the nanoseconds of {@link
     *     TimeSource#nanos()}
     * @throws ApiFailure if the request failed, or could not be sent in time. {@link ApiFailure#mayBeTriedAgain()}
     *     tells whether a further call may send the removal again. It is no failure if the registration is gone
     *     already, or if another removal of the registration is under way
     */
    Deregistration deregister(String instanceId, long notAfter);

    /**
     * Reads the state of a removal that Cloud Map has accepted. Empty if the state will never be known, because Cloud
     * Map has forgotten the operation or IAM denies GetOperation.
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

        /** The removal failed, for the reason that Cloud Map gives as code and message. */
        record Failed(String code, String message) implements OperationState {}
    }

    /**
     * The answer to a request to remove a registration.
     *
     * @param operationIdOrNull Cloud Map's id of the operation; null if this request began no operation
     */
    public record Deregistration(
            RemovalResult result, @Nullable String operationIdOrNull) {
        /** The answer to a request that began no operation. */
        public Deregistration(RemovalResult result) {
            this(result, null);
        }

        /** The answer with which Cloud Map accepts the removal, and names the operation that carries it out. */
        public static Deregistration accepted(String operationId) {
            return new Deregistration(RemovalResult.DEREGISTERED, operationId);
        }

        public Optional<String> operationId() {
            return Optional.ofNullable(operationIdOrNull);
        }
    }
}
