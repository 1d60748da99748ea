package io.github.cloudunmap.daemon;

import io.github.cloudunmap.aws.ServicePorts;
import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.reconcile.Reconciler;
import io.github.cloudunmap.reconcile.RemovalJournal;
import io.github.cloudunmap.reconcile.ServicePolicy;
import io.github.cloudunmap.reconcile.TimeSource;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One service under one version of its settings. To be closed when no pass uses it any more.
 *
 * @param source what its passes read
 */
public record BoundService(String serviceId, Duration frequency, Source source, Reconciler reconciler, Runnable closing)
        implements AutoCloseable {
    /** What a service's passes read: answers from another source are no part of an unbroken run. */
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

        /** All that have to answer for its passes to go on. */
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

    /** @param ports closed together with it */
    static BoundService of(
            ServiceConfig service, ServicePorts ports, TimeSource time, Executor requests, RemovalJournal journal) {
        return new BoundService(
                service.serviceId(),
                service.frequency(),
                Source.of(service),
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
                service.ids());
    }

    @Override
    public void close() {
        closing.run();
    }
}
