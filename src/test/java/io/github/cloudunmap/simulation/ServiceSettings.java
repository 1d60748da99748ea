package io.github.cloudunmap.simulation;

import io.github.cloudunmap.address.AddressFamily;
import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.reconcile.DeregistrationLimit;
import io.github.cloudunmap.reconcile.ServicePolicy;
import io.github.cloudunmap.reconcile.ServicePolicy.IdRule;
import java.time.Duration;
import java.util.List;

/**
 * One service as one version of the configuration has it.
 *
 * @param settleTime how long what is not final has to last before it is removed
 * @param families by which addresses its registrations are judged
 */
record ServiceSettings(
        String serviceId,
        List<String> regions,
        DeregistrationLimit limit,
        Duration gracePeriod,
        Duration settleTime,
        boolean unmapStopped,
        IdRule ids,
        Duration frequency,
        boolean dryRun,
        List<AddressFamily> families) {
    /** A service that is judged by its IPv4 addresses. */
    ServiceSettings(
            String serviceId,
            List<String> regions,
            DeregistrationLimit limit,
            Duration gracePeriod,
            Duration settleTime,
            boolean unmapStopped,
            IdRule ids,
            Duration frequency,
            boolean dryRun) {
        this(
                serviceId,
                regions,
                limit,
                gracePeriod,
                settleTime,
                unmapStopped,
                ids,
                frequency,
                dryRun,
                List.of(AddressFamily.IPV4));
    }

    /** The only place that knows which of these settings the program has. */
    ServicePolicy policy() {
        return new ServicePolicy(
                serviceId, regions.get(0), regions, limit, gracePeriod, settleTime, unmapStopped, ids, families, null);
    }

    /** What the program reads of it in its file. */
    ServiceConfig config() {
        return new ServiceConfig(
                serviceId,
                regions.get(0),
                regions,
                frequency,
                limit,
                gracePeriod,
                settleTime,
                null,
                null,
                unmapStopped,
                ids,
                families,
                dryRun,
                null);
    }

    static ServiceSettings of(ServiceConfig service) {
        return new ServiceSettings(
                service.serviceId(),
                service.instancesRegions(),
                service.maxDeregistrations(),
                service.gracePeriod(),
                service.settleTime(),
                service.unmapStopped(),
                service.ids(),
                service.frequency(),
                service.dryRun(),
                service.addresses());
    }

    ServiceSettings reading(List<String> otherRegions) {
        return new ServiceSettings(
                serviceId,
                otherRegions,
                limit,
                gracePeriod,
                settleTime,
                unmapStopped,
                ids,
                frequency,
                dryRun,
                families);
    }

    ServiceSettings named(String otherId) {
        return new ServiceSettings(
                otherId, regions, limit, gracePeriod, settleTime, unmapStopped, ids, frequency, dryRun, families);
    }

    /** How long the rules wait at most before what is dead goes. */
    Duration longestWait() {
        return gracePeriod.plus(settleTime);
    }
}
