package io.github.cloudunmap.reconcile;

import io.github.cloudunmap.reconcile.CarriedState.PendingOperation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The report of one pass: its plan, its removals and its failures.
 *
 * @param startedAt wall clock, for people
 * @param endedAt wall clock, for people
 * @param took measured on the monotonic clock
 * @param planOrNull absent if the pass failed before it had one
 * @param failureOrNull why the pass failed as a whole; failures of single removals are in {@code outcomes}
 * @param failedLater removals of earlier passes that this one found to have failed
 * @param carriedState the state that the service's next pass needs
 */
public record ReconcileReport(
        String serviceId,
        Instant startedAt,
        Instant endedAt,
        Duration took,
        @Nullable Plan planOrNull,
        List<Outcome> outcomes,
        @Nullable Exception failureOrNull,
        List<FailedOperation> failedLater,
        CarriedState carriedState) {
    public ReconcileReport {
        failedLater = List.copyOf(failedLater);
        outcomes = List.copyOf(outcomes);
    }

    /** A planned removal and its result. */
    public record Outcome(Plan.Removal removal, RemovalResult result) {}

    /** How a pass ended. */
    public enum Result {
        SUCCESS,
        ERROR,
        REFUSED;

        @Override
        public String toString() {
            return Label.of(this);
        }
    }

    public Result result() {
        if (failureOrNull != null
                || !failedLater.isEmpty()
                || outcomes.stream().anyMatch(o -> o.result() == RemovalResult.FAILED)) {
            return Result.ERROR;
        }
        return planOrNull != null && planOrNull.decision() instanceof Plan.Refused ? Result.REFUSED : Result.SUCCESS;
    }

    public Optional<Plan> plan() {
        return Optional.ofNullable(planOrNull);
    }

    public Optional<Exception> failure() {
        return Optional.ofNullable(failureOrNull);
    }

    /**
     * A removal that failed after Cloud Map had accepted it, so that the registration is still there.
     *
     * @param code Cloud Map's error code for the operation
     */
    public record FailedOperation(PendingOperation removal, String code, String message) {}

    /** The result of one planned removal. */
    public enum RemovalResult {
        /** Cloud Map accepted it. */
        DEREGISTERED,
        /** It was gone already. */
        ALREADY_GONE,
        /** An earlier removal of the same registration is still under way. */
        UNDER_WAY,
        /** The last readings before the removal did not agree with the plan, so the registration was left alone. */
        CHANGED,
        /** A dry run would have removed it. */
        DRY_RUN,
        /** The removal failed, or EC2 or Cloud Map could not be read again before it. */
        FAILED;

        @Override
        public String toString() {
            return Label.of(this);
        }
    }
}
