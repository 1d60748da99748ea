package io.github.cloudunmap.reconcile;

import java.time.Duration;
import java.util.List;

/**
 * The settings of one service that decide what its passes remove.
 *
 * @param serviceRegion where the Cloud Map service is
 * @param regions the regions its EC2 instances may run in, at least one
 * @param gracePeriod how long an instance must have been seen stale, in every pass, before it is removed
 * @param settleTime how long a registration must be seen stale, from the first of an unbroken run of EC2 answers to
 *     the last, before it is removed, unless EC2 shows its instances as terminated; zero turns this off
 * @param unmapStopped whether stopping and stopped instances count as gone
 */
public record ServicePolicy(
        String serviceId,
        String serviceRegion,
        List<String> regions,
        DeregistrationLimit maxDeregistrations,
        Duration gracePeriod,
        Duration settleTime,
        boolean unmapStopped,
        IdRule ids) {
    public ServicePolicy {
        regions = List.copyOf(regions);
    }
}
