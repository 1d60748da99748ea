package io.github.cloudunmap.reconcile;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import io.github.cloudunmap.reconcile.CarriedState.PendingOperation;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The report of one pass: its plan, its removals and its failures.
 *
 * @param passId the id by which {@code restore --pass} finds the removals of the pass
 * @param startedAt by the wall clock, for people
 * @param endedAt by the wall clock, for people
 * @param endedNanos the moment of {@code endedAt} in the nanoseconds of {@link TimeSource#nanos()}
 * @param took the duration of the pass by the monotonic clock
 * @param planOrNull the plan; null if the pass failed before it had a plan
 * @param failureOrNull why the pass failed as a whole, or null; failures of single removals are in {@code outcomes}
 * @param failedOperations removals of earlier passes that this pass found to have failed
 * @param carriedState the state that the service's next pass needs
 */
public record ReconcileReport(
        String serviceId,
        String passId,
        Instant startedAt,
        Instant endedAt,
        long endedNanos,
        Duration took,
        @Nullable Plan planOrNull,
        List<Outcome> outcomes,
        @Nullable Exception failureOrNull,
        List<FailedOperation> failedOperations,
        CarriedState carriedState) {
    public ReconcileReport {
        failedOperations = List.copyOf(failedOperations);
        outcomes = List.copyOf(outcomes);
    }

    /**
     * A planned removal and its result.
     *
     * @param mayBeGone whether the registration may be gone now. If so, its streak ends, because a registration with
     *     the same id and the same attributes in a later list may be a new registration
     */
    public record Outcome(Plan.Removal removal, RemovalResult result, boolean mayBeGone) {
        /**
         * An outcome with any result but {@link RemovalResult#FAILED}. The registration may then be gone, except after
         * a dry run.
         */
        public Outcome(Plan.Removal removal, RemovalResult result) {
            this(removal, result, result != RemovalResult.DRY_RUN);
        }
    }

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
                || !failedOperations.isEmpty()
                || outcomes.stream().anyMatch(o -> o.result() == RemovalResult.FAILED)) {
            return Result.ERROR;
        }
        return planOrNull != null && planOrNull.decision() instanceof Plan.Refused ? Result.REFUSED : Result.SUCCESS;
    }

    public Optional<Plan> plan() {
        return Optional.ofNullable(planOrNull);
    }

    /** Converts a time of {@link TimeSource#nanos()} to the wall clock, for people. */
    public Instant wallClock(long nanos) {
        return endedAt.plusNanos(nanos - endedNanos);
    }

    /**
     * Returns the counts of the pass in words, such as {@code 5 registered, 3 matched, 2 stale (1 not-found, 1
     * terminated), 2 deregistered}. Empty if there is no plan.
     */
    public String summary() {
        if (planOrNull == null) {
            return "";
        }
        String reasons = counts(planOrNull.judgements().stream()
                .flatMap(judgement -> judgement.ifStale().stream())
                .map(removal -> removal.verdict().reason()));
        String verdicts =
                counts(planOrNull.judgements().stream().map(j -> j.verdict().kind()));
        return Stream.of(
                        planOrNull.judgements().size() + " registered",
                        verdicts + (reasons.isEmpty() ? "" : " (" + reasons + ")"),
                        planOrNull.waiting().isEmpty() ? "" : waiting(planOrNull),
                        counts(outcomes.stream().map(Outcome::result)))
                .filter(part -> !part.isEmpty())
                .collect(joining(", "));
    }

    /**
     * Returns the number of waiting registrations in words, such as {@code 2 waiting (the first until
     * 2026-11-29T20:06:53Z, changed up to 7 times)}. The last number says how often the attributes of a registration
     * have changed while it was stale: it is the largest {@link Plan.Waiting#changes} of these registrations.
     */
    private String waiting(Plan plan) {
        List<Plan.Waiting> waiting = plan.waiting();
        int changes = waiting.stream().mapToInt(Plan.Waiting::changes).max().orElse(0);
        return waiting.size() + " waiting (" + (waiting.size() == 1 ? "until " : "the first until ")
                + wallClock(plan.waitsUntil().orElseThrow()).truncatedTo(ChronoUnit.SECONDS)
                + (changes == 0 ? "" : ", changed up to " + changes + " times") + ")";
    }

    private static String counts(Stream<? extends Enum<?>> kinds) {
        return kinds.collect(groupingBy(kind -> kind, TreeMap::new, counting())).entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(joining(", "));
    }

    public Optional<Exception> failure() {
        return Optional.ofNullable(failureOrNull);
    }

    /**
     * A removal that failed after Cloud Map had accepted it, so that the registration is still there.
     *
     * @param code Cloud Map's error code for the operation
     * @param message Cloud Map's reason
     */
    public record FailedOperation(PendingOperation removal, String code, String message) {}

    /** The result of one planned removal. */
    public enum RemovalResult {
        /** Cloud Map accepted the removal. */
        DEREGISTERED,
        /** The registration was gone already. */
        ALREADY_GONE,
        /** An earlier removal of the same registration is still under way. */
        UNDER_WAY,
        /** The last readings before the removal did not agree with the plan, so the registration was left alone. */
        CHANGED,
        /** Without the dry run, the registration would have been removed. */
        DRY_RUN,
        /** The removal failed, or EC2 or Cloud Map could not be read again before it. */
        FAILED;

        @Override
        public String toString() {
            return Label.of(this);
        }
    }
}
