package io.github.cloudunmap.config;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;

/**
 * The whole configuration of the process:
 *
 * <pre>
 * workers: 4
 * log-level: INFO
 * log-format: json
 * ec2-cache-ttl: 60s
 * suspect-hold: 15m
 * list-rate: 40
 * shutdown-timeout: 60s
 * state-directory: /var/lib/aws-cloud-unmap
 * journal-retention: 90d
 * select-interval: 5m
 * max-services: 500
 * prometheus: { enabled: true }
 * events:
 *   - queue-url: https://sqs.us-east-1.amazonaws.com/123456789012/ec2-state-changes
 * services:
 *   - service-id: srv-web
 *     service-region: us-east-1
 *     instances-regions: [us-east-1]
 *   - select: { namespace: prod.local }
 *     service-region: us-east-1
 *     instances-regions: [us-east-1]
 * </pre>
 *
 * <p>The annotations are rules for {@link ConfigValidator}; constructing a record checks nothing.
 *
 * @param workers the most passes that run at once; up to four times as many while passes wait for silent endpoints
 * @param ec2CacheTtl for how long the cached sighting of a live instance serves as an answer; with zero, every answer
 *     comes from EC2
 * @param suspectHold for how long a region stays suspect after it has suddenly shown too few of its instances; with
 *     zero, missing instances never make a region suspect
 * @param listRate the most ListInstances requests a second in one region as one role, in the long run
 * @param shutdownTimeout how long the passes in flight may take to end after SIGTERM
 * @param stateDirectory the state directory, with the journal and the memory; null to keep neither
 * @param journalRetention the least time for which the journal keeps its lines
 * @param selectInterval the time from a successful reading of a selection to the next reading
 * @param maxServices the most services that the selections may find together
 * @param events the queues with EC2's state-change events; empty to rely on polling alone
 * @param services the services that the file lists by their service-id, in file order; in a configuration in effect,
 *     also the services that selections have found
 * @param selections the entries of {@code services} that find services in Cloud Map, in file order
 */
public record Config(
        @Min(value = 1, message = "must be at least 1") @Max(value = 256, message = "must be at most 256")
        int workers,

        LogLevel logLevel,
        LogFormat logFormat,

        @DurationMin(message = "must be at least 0s") @DurationMax(hours = 1, message = "must be at most 1h")
        Duration ec2CacheTtl,

        @DurationMin(message = "must be at least 0s") @DurationMax(days = 1, message = "must be at most 1d")
        Duration suspectHold,

        @Min(value = 1, message = "must be at least 1") @Max(value = 1000, message = "must be at most 1000")
        int listRate,

        @DurationMin(seconds = 1, message = "must be at least 1s")
        @DurationMax(hours = 1, message = "must be at most 1h")
        Duration shutdownTimeout,

        @Nullable
        @Pattern(
                regexp = "/[ -~]{0,1023}",
                message = "must be an absolute path in ASCII such as /var/lib/aws-cloud-unmap")
        String stateDirectory,

        @DurationMin(days = 1, message = "must be at least 1d")
        @DurationMax(days = 3650, message = "must be at most 3650d")
        Duration journalRetention,

        @DurationMin(seconds = 10, message = "must be at least 10s")
        @DurationMax(days = 1, message = "must be at most 1d")
        Duration selectInterval,

        @Min(value = 1, message = "must be at least 1") @Max(value = 10_000, message = "must be at most 10000")
        int maxServices,

        @Valid PrometheusConfig prometheus,
        List<EventQueueConfig> events,
        List<ServiceConfig> services,
        List<SelectionConfig> selections) {

    /** The defaults of all settings of the process, without any service. */
    public static final Config DEFAULTS = new Config(
            4,
            LogLevel.INFO,
            LogFormat.JSON,
            Duration.ofSeconds(60),
            Duration.ofMinutes(15),
            40,
            Duration.ofSeconds(60),
            null,
            Duration.ofDays(90),
            Duration.ofMinutes(5),
            500,
            PrometheusConfig.DEFAULTS,
            List.of(),
            List.of(),
            List.of());

    public Config {
        events = List.copyOf(events);
        services = List.copyOf(services);
        selections = List.copyOf(selections);
    }

    /**
     * Returns the settings of every entry of {@code services} in file order. The settings of a selection have no
     * service-id.
     */
    public List<ServiceConfig> settings() {
        List<ServiceConfig> settings = new ArrayList<>(services);
        selections.forEach(
                selection -> settings.add(Math.min(selection.index(), settings.size()), selection.settings()));
        return settings;
    }

    public Config withPrometheus(PrometheusConfig other) {
        return Setting.with(this, "prometheus", other);
    }

    public Config withServices(List<ServiceConfig> others) {
        return Setting.with(this, "services", others);
    }

    public Config withSelections(List<SelectionConfig> others) {
        return Setting.with(this, "selections", others);
    }
}
