package io.github.cloudunmap.cli;

import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.LogFormat;
import io.github.cloudunmap.config.LogLevel;
import io.github.cloudunmap.config.PrometheusConfig;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the options that go with a file say in the place of the file; null where they say nothing. */
record Overrides(
        @Nullable LogLevel logLevel,
        @Nullable LogFormat logFormat,
        boolean enablePrometheus,
        @Nullable String prometheusHost,
        @Nullable Integer prometheusPort,
        boolean dryRun) {

    /** @throws UsageException if an option has no such value */
    static Overrides of(CommonOptions options) throws UsageException {
        return new Overrides(
                read("--log-level", options.logLevel, LogLevel::parse),
                read("--log-format", options.logFormat, LogFormat::parse),
                options.enablePrometheus,
                options.prometheusHost,
                read("--prometheus-port", options.prometheusPort, Overrides::wholeNumber),
                options.dryRun);
    }

    Config applyTo(Config config) {
        PrometheusConfig prometheus = config.prometheus();
        return new Config(
                config.workers(),
                Objects.requireNonNullElse(logLevel, config.logLevel()),
                Objects.requireNonNullElse(logFormat, config.logFormat()),
                config.ec2CacheTtl(),
                config.suspectHold(),
                config.shutdownTimeout(),
                new PrometheusConfig(
                        enablePrometheus || prometheus.enabled(),
                        Objects.requireNonNullElse(prometheusHost, prometheus.host()),
                        Objects.requireNonNullElse(prometheusPort, prometheus.port())),
                config.services().stream()
                        .map(service -> dryRun ? service.withDryRun(true) : service)
                        .toList());
    }

    /**
     * The value of an option, null where it was not given.
     *
     * @throws UsageException if the text cannot be read
     */
    static <T> @Nullable T read(String option, @Nullable String text, Function<String, T> parse) throws UsageException {
        try {
            return text == null ? null : parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException("argument " + option + ": " + e.getMessage());
        }
    }

    static int wholeNumber(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a whole number, not " + text, e);
        }
    }
}
