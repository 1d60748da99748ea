package io.github.cloudunmap.reconcile;

import io.github.cloudunmap.reconcile.Plan.StaleSince;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The state that one pass of a service hands to the next.
 *
 * @param staleSince since when registrations have been stale, for grace and settling
 * @param accepted the removals that Cloud Map has accepted and whose outcome is not known yet. The next pass asks for
 *     the outcomes in this order
 */
public record CarriedState(StaleSince staleSince, List<PendingOperation> accepted) {
    /** The state of a service that no pass has looked at yet. */
    public static final CarriedState NONE = new CarriedState(StaleSince.NONE, List.of());

    public CarriedState {
        accepted = List.copyOf(accepted);
    }

    /**
     * Returns this state without the streaks of stale verdicts, for example for a service that now reads other regions
     * or uses another role than before.
     */
    public CarriedState withoutStreaks() {
        return new CarriedState(StaleSince.NONE, accepted);
    }

    /**
     * Returns this state without the streaks (unbroken sequences) of stale verdicts on registrations that name one of
     * these instances. Used for instances that, according to events, have come to life.
     */
    public CarriedState withoutStreaksOf(Set<Ec2Id> ec2Ids) {
        return withoutStreaks(registration -> new RegisteredInstance(registration.id(), registration.attributes(), null)
                .ec2Ids().stream().anyMatch(ec2Ids::contains));
    }

    /**
     * Returns this state without the streaks (unbroken sequences) of stale verdicts on the registrations with these
     * Cloud Map ids.
     */
    CarriedState withoutStreaksOfRegistrations(Set<String> instanceIds) {
        return withoutStreaks(registration -> instanceIds.contains(registration.id()));
    }

    private CarriedState withoutStreaks(Predicate<StaleSince.Registration> ended) {
        Map<StaleSince.Registration, StaleSince.Streak> left = new HashMap<>(staleSince.streaks());
        return left.keySet().removeIf(ended) ? new CarriedState(new StaleSince(left), accepted) : this;
    }

    /**
     * A removal that Cloud Map has accepted, and whose outcome is not known yet.
     *
     * @param instanceId the id of the registration in Cloud Map
     * @param operationId Cloud Map's id of the operation that removes the registration
     * @param acceptedAt when Cloud Map accepted the removal, in the nanoseconds of {@link TimeSource#nanos()}
     * @param isReported whether this process has logged a warning that the removal takes long
     */
    public record PendingOperation(String instanceId, String operationId, long acceptedAt, boolean isReported) {
        public PendingOperation(String instanceId, String operationId, long acceptedAt) {
            this(instanceId, operationId, acceptedAt, false);
        }

        PendingOperation reported() {
            return new PendingOperation(instanceId, operationId, acceptedAt, true);
        }
    }
}
