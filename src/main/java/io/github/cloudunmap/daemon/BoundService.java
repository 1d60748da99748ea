package io.github.cloudunmap.daemon;

import io.github.cloudunmap.aws.ServicePorts;
import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.reconcile.Ec2Id;
import io.github.cloudunmap.reconcile.Reconciler;
import io.github.cloudunmap.reconcile.RemovalJournal;
import io.github.cloudunmap.reconcile.ServicePolicy;
import io.github.cloudunmap.reconcile.TimeSource;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A service with everything that its passes need: one version of its settings, and its access to AWS. It is closed
 * when no pass uses it any more.
 *
 * @param frequency the time between two regular passes
 * @param source the regions that the passes read, and the role that they read with
 * @param turn takes a turn (the rate limiter's permission to send a request) for the first request of a pass, which
 *     lists the service: see {@link Workers#runAt}
 * @param invalidating makes the cached answers about a given instance invalid: see {@link
 *     io.github.cloudunmap.reconcile.InstanceDirectory#invalidate}
 * @param closing closes the service's access to AWS
 */
public record BoundService(
        String serviceId,
        Shown shown,
        Duration frequency,
        Source source,
        LongSupplier turn,
        Consumer<Ec2Id> invalidating,
        Reconciler reconciler,
        Runnable closing)
        implements AutoCloseable {
    /** Settings of the service, kept here to be shown in the status. */
    public record Shown(
            String region, boolean dryRun, @Nullable String name) {
        static Shown of(ServiceConfig service) {
            return new Shown(service.serviceRegion(), service.dryRun(), service.name());
        }
    }

    /**
     * The regions that a service's passes read, and the role that they read with. If one of these changes, every
     * streak of stale verdicts starts anew.
     */
    public record Source(
            String serviceRegion,
            Set<String> regions,
            @Nullable String roleArn,
            @Nullable String externalId) {
        public Source {
            regions = Set.copyOf(regions);
        }

        Endpoint endpoint(Endpoint.Api api, String region) {
            return new Endpoint(api, region, roleArn, externalId);
        }

        /** Returns the endpoints that the service's passes call. */
        Set<Endpoint> endpoints() {
            Set<Endpoint> endpoints = new HashSet<>();
            endpoints.add(endpoint(Endpoint.Api.CLOUD_MAP, serviceRegion));
            regions.forEach(region -> endpoints.add(endpoint(Endpoint.Api.EC2, region)));
            return endpoints;
        }

        static Source of(ServiceConfig service) {
            return new Source(
                    service.serviceRegion(),
                    Set.copyOf(service.instancesRegions()),
                    service.roleArn(),
                    service.externalId());
        }
    }

    /** @param ports the service's access to AWS, which {@link #close} closes */
    static BoundService of(
            ServiceConfig service, ServicePorts ports, TimeSource time, Executor requests, RemovalJournal journal) {
        return new BoundService(
                service.serviceId(),
                Shown.of(service),
                service.frequency(),
                Source.of(service),
                ports.registry()::takeTurn,
                id -> ports.directories().forEach(directory -> directory.invalidate(id.toString())),
                new Reconciler(
                        policy(service),
                        ports.registry(),
                        ports.directories(),
                        ports.deregistrar(),
                        time,
                        requests,
                        journal),
                ports::close);
    }

    static ServicePolicy policy(ServiceConfig service) {
        return new ServicePolicy(
                service.serviceId(),
                service.serviceRegion(),
                service.instancesRegions(),
                service.maxDeregistrations(),
                service.gracePeriod(),
                service.settleTime(),
                service.unmapStopped(),
                service.ids(),
                service.addresses(),
                service.name());
    }

    @Override
    public void close() {
        closing.run();
    }
}
