package io.github.cloudunmap.daemon;

import io.github.cloudunmap.aws.AwsBackend;
import io.github.cloudunmap.aws.ServicePorts;
import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.reconcile.Reconciler;
import io.github.cloudunmap.reconcile.ServicePolicy;
import io.github.cloudunmap.reconcile.TimeSource;
import java.time.Duration;
import java.util.concurrent.Executor;

/** One service under one version of its settings. To be closed when no pass uses it any more. */
public record ServiceRun(String serviceId, Duration frequency, Reconciler reconciler, Runnable closing)
        implements AutoCloseable {
    static ServiceRun of(ServiceConfig service, AwsBackend aws, TimeSource time, Executor requests) {
        ServicePorts ports = aws.open(service);
        return new ServiceRun(
                service.serviceId(),
                service.frequency(),
                new Reconciler(
                        policy(service), ports.registry(), ports.directories(), ports.deregistrar(), time, requests),
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
