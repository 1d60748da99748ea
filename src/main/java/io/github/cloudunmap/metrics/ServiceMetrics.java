package io.github.cloudunmap.metrics;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Gauge;
import java.util.HashMap;
import java.util.Map;

/**
 * Shows each service's name, whether it is in dry run, and how many of its registrations are waiting. Any thread may
 * call it.
 */
public final class ServiceMetrics {
    private final Gauge info;
    private final Gauge dryRun;
    private final Gauge waiting;
    private final Map<String, String> names = new HashMap<>();

    public ServiceMetrics(CollectorRegistry registry) {
        info = Gauge.build(
                        "aws_cloud_unmap_service_info", "Always 1: what people call the service; empty without a name")
                .labelNames("service_id", "name")
                .register(registry);
        dryRun = Gauge.build("aws_cloud_unmap_dry_run", "1 if the passes of the service remove nothing, else 0")
                .labelNames("service_id")
                .register(registry);
        waiting = Gauge.build(
                        "aws_cloud_unmap_waiting_removals",
                        "Stale registrations that waited for settle-time or grace-period at the end of the last pass")
                .labelNames("service_id")
                .register(registry);
    }

    /** Adds the service, or takes over its new settings. */
    public synchronized void add(String serviceId, String name, boolean isDryRun) {
        String before = names.put(serviceId, name);
        if (before != null && !before.equals(name)) {
            info.remove(serviceId, before);
        }
        info.labels(serviceId, name).set(1);
        dryRun.labels(serviceId).set(isDryRun ? 1 : 0);
        waiting.labels(serviceId);
    }

    /** Removes all series of the service. A pass that ends later does not bring them back. */
    public synchronized void remove(String serviceId) {
        String name = names.remove(serviceId);
        if (name != null) {
            info.remove(serviceId, name);
            dryRun.remove(serviceId);
            waiting.remove(serviceId);
        }
    }

    /** Notes how many registrations the last pass left waiting. */
    public synchronized void waiting(String serviceId, int registrations) {
        if (names.containsKey(serviceId)) {
            waiting.labels(serviceId).set(registrations);
        }
    }
}
