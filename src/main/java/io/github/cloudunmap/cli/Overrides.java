package io.github.cloudunmap.cli;

import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.LogFormat;
import io.github.cloudunmap.config.LogLevel;
import io.github.cloudunmap.config.PrometheusConfig;
import io.github.cloudunmap.config.SelectionConfig;
import java.util.Objects;
import org.apache.commons.cli.CommandLine;
import org.jspecify.annotations.Nullable;

/** The values of the options that override the file. The value of an option that was not given is null or false. */
record Overrides(
        @Nullable LogLevel logLevel,
        @Nullable LogFormat logFormat,
        boolean enablePrometheus,
        @Nullable String prometheusHost,
        @Nullable Integer prometheusPort,
        @Nullable String stateDirectory,
        boolean dryRun) {

    /** @throws UsageException if an option has a value that cannot be read */
    static Overrides of(CommandLine given) throws UsageException {
        return new Overrides(
                Flags.read(given, RunOptions.LOG_LEVEL, LogLevel::parse),
                Flags.read(given, RunOptions.LOG_FORMAT, LogFormat::parse),
                given.hasOption(RunOptions.ENABLE_PROMETHEUS),
                given.getOptionValue(RunOptions.PROMETHEUS_HOST),
                Flags.read(given, RunOptions.PROMETHEUS_PORT, Flags::wholeNumber),
                Flags.read(given, RunOptions.STATE_DIRECTORY, Flags::absolutePath),
                given.hasOption(RunOptions.DRY_RUN));
    }

    Config applyTo(Config config) {
        PrometheusConfig prometheus = config.prometheus();
        Config overridden = new Config(
                config.workers(),
                Objects.requireNonNullElse(logLevel, config.logLevel()),
                Objects.requireNonNullElse(logFormat, config.logFormat()),
                config.ec2CacheTtl(),
                config.suspectHold(),
                config.listRate(),
                config.shutdownTimeout(),
                stateDirectory == null ? config.stateDirectory() : stateDirectory,
                config.journalRetention(),
                config.selectInterval(),
                config.maxServices(),
                new PrometheusConfig(
                        enablePrometheus || prometheus.enabled(),
                        Objects.requireNonNullElse(prometheusHost, prometheus.host()),
                        Objects.requireNonNullElse(prometheusPort, prometheus.port())),
                config.events(),
                config.services(),
                config.selections());
        return dryRun ? inDryRun(overridden) : overridden;
    }

    private static Config inDryRun(Config config) {
        return config.withServices(config.services().stream()
                        .map(service -> service.withDryRun(true))
                        .toList())
                .withSelections(config.selections().stream()
                        .map(selection -> new SelectionConfig(
                                selection.index(),
                                selection.select(),
                                selection.settings().withDryRun(true)))
                        .toList());
    }
}
