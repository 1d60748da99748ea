package io.github.cloudunmap.reconcile;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one service that decide what its passes remove.
 *
 * @param serviceRegion where the Cloud Map service is
 * @param regions the regions its EC2 instances may run in, at least one
 * @param gracePeriod how long an instance must have been seen stale, in every pass, before it is removed
 * @param settleTime how long a registration must be seen stale, from the first of an unbroken run of EC2 answers to
 *     the last, before it is removed, unless EC2 shows its instances as ended; zero turns this off
 * @param unmapStopped whether stopping and stopped instances count as ended
 * @param nameOrNull what people call the service, for log lines; it decides nothing
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
        @Nullable String nameOrNull) {
    public ServicePolicy {
        regions = List.copyOf(regions);
    }

    /** The settings of a service without a name. */
    public ServicePolicy(
            String serviceId,
            String serviceRegion,
            List<String> regions,
            DeregistrationLimit maxDeregistrations,
            Duration gracePeriod,
            Duration settleTime,
            boolean unmapStopped,
            IdRule ids) {
        this(serviceId, serviceRegion, regions, maxDeregistrations, gracePeriod, settleTime, unmapStopped, ids, null);
    }

    public Optional<String> name() {
        return Optional.ofNullable(nameOrNull);
    }

    /** Which registrations a service's passes judge, by the ids that they name. */
    public enum IdRule {
        /**
         * Judges every registration, as the Python tool does. One that names no EC2 id is {@code not-found}, since EC2
         * does not know its id.
         */
        ANY,
        /**
         * Judges registrations that name an EC2 id, as their Cloud Map id or in {@code AWS_EC2_INSTANCE_ID}. The
         * others are skipped.
         */
        EC2_ONLY
    }
}
