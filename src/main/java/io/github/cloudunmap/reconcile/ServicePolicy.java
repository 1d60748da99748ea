package io.github.cloudunmap.reconcile;

import java.time.Duration;
import java.util.List;

/**
 * The settings of one service that decide what its passes remove.
 *
 * @param regions the regions its EC2 instances may run in, at least one
 * @param gracePeriod how long an instance must have been seen stale, in every pass, before it is removed
 * @param unmapStopped whether stopping and stopped instances count as gone
 */
public record ServicePolicy(
        String serviceId,
        List<String> regions,
        DeregistrationLimit maxDeregistrations,
        Duration gracePeriod,
        boolean unmapStopped,
        IdRule ids) {
    public ServicePolicy {
        regions = List.copyOf(regions);
    }
}
