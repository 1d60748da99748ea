package io.github.cloudunmap.metrics;

import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import io.github.cloudunmap.reconcile.Verdict;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/**
 * Counts the passes of each service by their results. The series of a service exist from {@link #add} to {@link
 * #remove}. So an alert is raised for a service that never succeeds, but not for a service that was removed. Any
 * thread may call it.
 */
public final class ReconcileMetrics {
    private static final Set<Verdict.Kind> VERDICTS = EnumSet.complementOf(EnumSet.of(Verdict.Kind.OPEN));

    private final Gauge up;
    private final Gauge frequency;
    private final Gauge lastAttempt;
    private final Gauge lastSuccess;
    private final Gauge registered;
    private final Counter reconciles;
    private final Counter deregistrations;
    private final Counter failedOperations;
    private final Histogram duration;
    private final Set<String> services = new HashSet<>();

    public ReconcileMetrics(CollectorRegistry registry, Collection<String> serviceIds) {
        up = Gauge.build("aws_cloud_unmap_up", "Always 1: can be used to check that it is running")
                .labelNames("service_id")
                .register(registry);
        frequency = Gauge.build(
                        "aws_cloud_unmap_frequency_seconds",
                        "How long it is from the start of one pass of the service to the start of the next")
                .labelNames("service_id")
                .register(registry);
        lastAttempt = Gauge.build(
                        "aws_cloud_unmap_last_reconcile_timestamp_seconds",
                        "When the last pass of the service ended, however it did, in seconds since 1970; 0 if none has")
                .labelNames("service_id")
                .register(registry);
        lastSuccess = Gauge.build(
                        "aws_cloud_unmap_last_reconcile_success_timestamp_seconds",
                        "When the service was last reconciled with success, in seconds since 1970; 0 if never")
                .labelNames("service_id")
                .register(registry);
        registered = Gauge.build(
                        "aws_cloud_unmap_registered_instances",
                        "The service's registered instances by what the last pass that could judge them said of them")
                .labelNames("service_id", "verdict")
                .register(registry);
        reconciles = Counter.build("aws_cloud_unmap_reconciles_total", "Passes by how they ended")
                .labelNames("service_id", "result")
                .register(registry);
        deregistrations = Counter.build(
                        "aws_cloud_unmap_deregistrations_total", "Decided removals by what became of them")
                .labelNames("service_id", "result")
                .register(registry);
        failedOperations = Counter.build(
                        "aws_cloud_unmap_failed_operations_total",
                        "Removals that failed after Cloud Map had accepted them, as a later pass learned")
                .labelNames("service_id")
                .register(registry);
        duration = Histogram.build("aws_cloud_unmap_reconcile_duration_seconds", "How long passes took")
                .buckets(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600)
                .register(registry);
        serviceIds.forEach(this::add);
    }

    /** Adds the series of the service. {@code up} is 1, and the others are 0. Existing series are not changed. */
    public synchronized void add(String serviceId) {
        if (!services.add(serviceId)) {
            return;
        }
        up.labels(serviceId).set(1);
        frequency.labels(serviceId);
        lastAttempt.labels(serviceId);
        lastSuccess.labels(serviceId);
        failedOperations.labels(serviceId);
        VERDICTS.forEach(verdict -> registered.labels(serviceId, verdict.toString()));
        for (ReconcileReport.Result result : ReconcileReport.Result.values()) {
            reconciles.labels(serviceId, result.toString());
        }
        for (RemovalResult result : RemovalResult.values()) {
            deregistrations.labels(serviceId, result.toString());
        }
    }

    /**
     * Sets the frequency of a service that has been added. An alert needs the frequency to know when a pass is late.
     */
    public synchronized void frequency(String serviceId, Duration every) {
        if (services.contains(serviceId)) {
            frequency.labels(serviceId).set(seconds(every));
        }
    }

    /** Removes all series of the service. A pass that ends later does not bring them back. */
    public synchronized void remove(String serviceId) {
        if (!services.remove(serviceId)) {
            return;
        }
        up.remove(serviceId);
        frequency.remove(serviceId);
        lastAttempt.remove(serviceId);
        lastSuccess.remove(serviceId);
        failedOperations.remove(serviceId);
        VERDICTS.forEach(verdict -> registered.remove(serviceId, verdict.toString()));
        for (ReconcileReport.Result result : ReconcileReport.Result.values()) {
            reconciles.remove(serviceId, result.toString());
        }
        for (RemovalResult result : RemovalResult.values()) {
            deregistrations.remove(serviceId, result.toString());
        }
    }

    public synchronized void observe(ReconcileReport report) {
        duration.observe(seconds(report.took()));
        String serviceId = report.serviceId();
        if (!services.contains(serviceId)) {
            return;
        }
        double endedAt = (double) report.endedAt().getEpochSecond();
        lastAttempt.labels(serviceId).set(endedAt);
        if (report.result() == ReconcileReport.Result.SUCCESS) {
            lastSuccess.labels(serviceId).set(endedAt);
        }
        reconciles.labels(serviceId, report.result().toString()).inc();
        failedOperations.labels(serviceId).inc(report.failedOperations().size());
        report.plan()
                .ifPresent(plan -> VERDICTS.forEach(verdict ->
                        registered.labels(serviceId, verdict.toString()).set(plan.count(verdict))));
        report.outcomes()
                .forEach(outcome -> deregistrations
                        .labels(serviceId, outcome.result().toString())
                        .inc());
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
