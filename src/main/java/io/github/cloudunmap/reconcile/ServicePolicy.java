package io.github.cloudunmap.reconcile;

import io.github.cloudunmap.address.AddressFamily;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one service that decide what its passes remove.
 *
 * @param serviceRegion the region of the Cloud Map service
 * @param regions the regions that the service's EC2 instances may run in, at least one
 * @param gracePeriod for how long a registration must have been stale, in every pass, before it is removed
 * @param settleTime for how long EC2's answers must have agreed that a registration is stale before it is removed;
 *     zero turns this off. A registration whose instances EC2 shows as ended goes without this wait
 * @param unmapStopped whether a registration is stale if its instance is stopping or stopped
 * @param addresses which addresses of a registration are judged, at least one family
 * @param nameOrNull the name of the service for people, in log lines; it decides nothing
 */
public record ServicePolicy(
        String serviceId,
        String serviceRegion,
        List<String> regions,
        DeregistrationLimit maxDeregistrations,
        Duration gracePeriod,
        Duration settleTime,
        boolean unmapStopped,
        IdRule ids,
        List<AddressFamily> addresses,
        @Nullable String nameOrNull) {
    public ServicePolicy {
        regions = List.copyOf(regions);
        addresses = List.copyOf(addresses);
    }

    /** Settings with only IPv4 in {@code addresses}, and without a name. */
    public ServicePolicy(
            String serviceId,
            String serviceRegion,
            List<String> regions,
            DeregistrationLimit maxDeregistrations,
            Duration gracePeriod,
            Duration settleTime,
            boolean unmapStopped,
            IdRule ids) {
        this(
                serviceId,
                serviceRegion,
                regions,
                maxDeregistrations,
                gracePeriod,
                settleTime,
                unmapStopped,
                ids,
                List.of(AddressFamily.IPV4),
                null);
    }

    public Optional<String> name() {
        return Optional.ofNullable(nameOrNull);
    }

    /** Which registrations of a service are judged. This depends on the ids that the registrations name. */
    public enum IdRule {
        /**
         * Judges also registrations that name no EC2 id, as does the Python tool that this program replaces. EC2 is
         * asked for an instance whose id is the text that the registration has where an EC2 id would stand ({@link
         * RegisteredInstance#lookupIds}). EC2 knows no such instance, so the registration is stale, with the reason
         * {@code not-found}. If EC2 cannot be asked for this text, the registration is skipped.
         */
        ANY,
        /**
         * Judges only registrations that name an EC2 id, as their Cloud Map id or in {@code AWS_EC2_INSTANCE_ID}.
         * Others get the verdict {@code skipped} or {@code foreign}, such as those of another controller. Both stay.
         */
        EC2_ONLY
    }
}
