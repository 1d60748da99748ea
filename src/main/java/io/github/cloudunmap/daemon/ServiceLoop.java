package io.github.cloudunmap.daemon;

import io.github.cloudunmap.aws.AwsBackend;
import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.Reconciler;
import io.github.cloudunmap.reconcile.ServicePolicy;
import io.github.cloudunmap.reconcile.StaleSince;
import io.github.cloudunmap.reconcile.TimeSource;
import java.time.Duration;

/** One service's passes, one after the other, and what they hand on to each other. */
public final class ServiceLoop {
    private final String serviceId;
    private final Duration frequency;
    private final Reconciler reconciler;
    private volatile StaleSince staleSince = StaleSince.NONE;

    public ServiceLoop(String serviceId, Duration frequency, Reconciler reconciler) {
        this.serviceId = serviceId;
        this.frequency = frequency;
        this.reconciler = reconciler;
    }

    static ServiceLoop of(ServiceConfig service, AwsBackend aws, TimeSource time) {
        ServicePolicy policy = new ServicePolicy(
                service.serviceId(),
                service.instancesRegions(),
                service.maxDeregistrations(),
                service.gracePeriod(),
                service.unmapStopped(),
                service.ids());
        Reconciler reconciler =
                new Reconciler(policy, aws.registry(service), aws.directories(service), aws.deregistrar(service), time);
        return new ServiceLoop(service.serviceId(), service.frequency(), reconciler);
    }

    String serviceId() {
        return serviceId;
    }

    ReconcileReport pass() {
        ReconcileReport report = reconciler.pass(staleSince);
        staleSince = report.staleSince();
        return report;
    }

    /** When the next pass is due, in nanoseconds: a frequency after the start of the last, but not before its end. */
    long nextDue(long startedAt, long endedAt) {
        long due = startedAt + frequency.toNanos();
        return due - endedAt > 0 ? due : endedAt;
    }
}
