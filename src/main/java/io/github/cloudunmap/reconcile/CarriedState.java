package io.github.cloudunmap.reconcile;

import io.github.cloudunmap.reconcile.Plan.StaleSince;
import java.util.List;

/**
 * The state that one pass of a service hands to the next.
 *
 * @param staleSince since when each stale registration has been stale, for grace and settling
 * @param accepted the removals whose outcome is not known yet, in the order to ask for them
 */
public record CarriedState(StaleSince staleSince, List<PendingOperation> accepted) {
    /** The state after a start of the program. */
    public static final CarriedState NONE = new CarriedState(StaleSince.NONE, List.of());

    public CarriedState {
        accepted = List.copyOf(accepted);
    }

    /**
     * This state without the runs of stale verdicts. It is for a service that now reads other regions or uses another
     * role than before.
     */
    public CarriedState withoutRuns() {
        return new CarriedState(StaleSince.NONE, accepted);
    }

    /**
     * A removal that Cloud Map has accepted, and whose outcome is not known yet.
     *
     * @param operationId Cloud Map's id of the removal
     * @param acceptedAt in the nanoseconds of {@link TimeSource#nanos()}
     */
    public record PendingOperation(String instanceId, String operationId, long acceptedAt) {}
}
