package io.github.cloudunmap.metrics;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import java.time.Instant;
import java.util.Locale;

/**
 * Shows how many services each selection has in effect, and counts the results of its readings. Any thread may call
 * it.
 */
public final class SelectionMetrics {
    private final Gauge services;
    private final Gauge lastSuccess;
    private final Counter readings;

    /** The result of a reading of a selection. */
    public enum Result {
        /** The services that the reading (a query of Cloud Map for the selection's services) found took effect. */
        TAKEN,
        /**
         * The reading lacked more than half of the services in effect. All services in effect stay until the next
         * reading decides.
         */
        POSTPONED,
        /**
         * What this reading found cannot take effect. For example, all selections together find too many services, or
         * two selections find the same service.
         */
        REFUSED,
        /** The reading failed, for example because Cloud Map did not answer, or because it lacks the namespace. */
        FAILED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public SelectionMetrics(CollectorRegistry registry) {
        services = Gauge.build("aws_cloud_unmap_selected_services", "How many services of a selection are in effect")
                .labelNames("selection")
                .register(registry);
        lastSuccess = Gauge.build(
                        "aws_cloud_unmap_selection_last_success_timestamp_seconds",
                        "When a reading of the selection last took effect, in seconds since 1970; 0 if never")
                .labelNames("selection")
                .register(registry);
        readings = Counter.build(
                        "aws_cloud_unmap_selection_readings_total", "Readings of a selection by what became of them")
                .labelNames("selection", "result")
                .register(registry);
    }

    /** Adds a selection, or updates how many of its services are in effect. */
    public void services(String selection, int inEffect) {
        services.labels(selection).set(inEffect);
        lastSuccess.labels(selection);
        for (Result result : Result.values()) {
            readings.labels(selection, result.toString());
        }
    }

    /** Counts a reading of the selection. */
    public void read(String selection, Result result, Instant at) {
        readings.labels(selection, result.toString()).inc();
        if (result == Result.TAKEN) {
            lastSuccess.labels(selection).set((double) at.getEpochSecond());
        }
    }

    /** Removes a selection. */
    public void remove(String selection) {
        services.remove(selection);
        lastSuccess.remove(selection);
        for (Result result : Result.values()) {
            readings.remove(selection, result.toString());
        }
    }
}
