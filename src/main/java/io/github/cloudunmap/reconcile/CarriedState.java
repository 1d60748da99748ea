package io.github.cloudunmap.reconcile;

import io.github.cloudunmap.reconcile.Plan.StaleSince;
import java.util.List;

/**
 * What a pass of a service hands to its next one.
 *
 * @param staleSince for grace and settling
 * @param accepted the removals whose outcome is not known yet, in the order to ask for them
 */
public record CarriedState(StaleSince staleSince, List<PendingOperation> accepted) {
    /** What a fresh start knows. */
    public static final CarriedState NONE = new CarriedState(StaleSince.NONE, List.of());

    public CarriedState {
        accepted = List.copyOf(accepted);
    }

    /** For a service that reads other regions, or with another role, than the answers came from. */
    public CarriedState withoutRuns() {
        return new CarriedState(StaleSince.NONE, accepted);
    }

    /**
     * A removal that Cloud Map has accepted and still works on, as far as is known.
     *
     * @param operationId what Cloud Map calls it
     * @param acceptedAt in the nanoseconds of {@link TimeSource#nanos()}
     */
    public record PendingOperation(String instanceId, String operationId, long acceptedAt) {}
}
