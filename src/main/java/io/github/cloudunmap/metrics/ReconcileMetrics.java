package io.github.cloudunmap.metrics;

import io.github.cloudunmap.reconcile.ReconcileReport;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Gauge;
import java.util.Collection;

/** What the passes of each service came to. Any thread may report. */
public final class ReconcileMetrics {
    private final Gauge lastSuccess;

    /** @param serviceIds each has its series from the start: one that never succeeds is to raise an alert */
    public ReconcileMetrics(CollectorRegistry registry, Collection<String> serviceIds) {
        Gauge up = Gauge.build("aws_cloud_unmap_up", "Always 1: can be used to check that it is running")
                .labelNames("service_id")
                .register(registry);
        lastSuccess = Gauge.build(
                        "aws_cloud_unmap_last_reconcile_success_timestamp_seconds",
                        "When the service was last reconciled with success, in seconds since 1970; 0 if never")
                .labelNames("service_id")
                .register(registry);
        for (String serviceId : serviceIds) {
            up.labels(serviceId).set(1);
            lastSuccess.labels(serviceId).set(0);
        }
    }

    public void observe(ReconcileReport report) {
        if (report.result() == ReconcileReport.Result.SUCCESS) {
            lastSuccess.labels(report.serviceId()).set((double) report.endedAt().getEpochSecond());
        }
    }
}
