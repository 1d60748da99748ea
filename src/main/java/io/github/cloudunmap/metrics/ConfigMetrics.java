package io.github.cloudunmap.metrics;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Gauge;
import java.time.Duration;
import java.time.Instant;

/** Shows which configuration is in effect, and whether the last attempt to load one failed. Any thread may call it. */
public final class ConfigMetrics {
    private final Gauge lastSuccessful;
    private final Gauge lastSuccess;
    private final Gauge info;
    private final Gauge selectInterval;

    private String current = "";

    /** Creates the metrics. They begin with a success, because a process starts only with a valid configuration. */
    public ConfigMetrics(CollectorRegistry registry) {
        lastSuccessful = Gauge.build(
                        "aws_cloud_unmap_config_last_reload_successful",
                        "1 if the configuration was last loaded with success, 0 if the last attempt failed")
                .register(registry);
        lastSuccess = Gauge.build(
                        "aws_cloud_unmap_config_last_reload_success_timestamp_seconds",
                        "When the configuration was last loaded with success, in seconds since 1970")
                .register(registry);
        info = Gauge.build("aws_cloud_unmap_config_info", "Always 1: the configuration in effect, by its hash")
                .labelNames("sha256")
                .register(registry);
        selectInterval = Gauge.build(
                        "aws_cloud_unmap_select_interval_seconds",
                        "The time between two readings of a selection: the setting select-interval")
                .register(registry);
        lastSuccessful.set(1);
    }

    /**
     * Notes that a configuration is in effect.
     *
     * @param sha256 the digest of the file, or of the printed settings if there is no file, in hexadecimal digits
     */
    public synchronized void loaded(String sha256, Duration selectInterval, Instant at) {
        this.selectInterval.set(selectInterval.toNanos() / 1e9);
        info.labels(sha256).set(1);
        if (!current.equals(sha256)) {
            info.remove(current);
            current = sha256;
        }
        lastSuccess.set((double) at.getEpochSecond());
        lastSuccessful.set(1);
    }

    /** Notes that an attempt to load a configuration has failed. The earlier configuration stays in effect. */
    public synchronized void failed() {
        lastSuccessful.set(0);
    }
}
