package io.github.cloudunmap.cli;

import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.ConfigLoader;
import io.github.cloudunmap.config.ConfigValidator;
import io.github.cloudunmap.config.InvalidConfigException;
import io.github.cloudunmap.config.LogFormat;
import io.github.cloudunmap.config.LogLevel;
import io.github.cloudunmap.config.PrometheusConfig;
import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.config.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The configuration that the options of one command line mean, file included. */
final class ConfigFromOptions {
    private final FileOptions file;
    private final ServiceOptions service;
    private final CommonOptions common;

    ConfigFromOptions(FileOptions file, ServiceOptions service, CommonOptions common) {
        this.file = file;
        this.service = service;
        this.common = common;
    }

    /**
     * A valid configuration.
     *
     * @throws UsageException for the first mistake in the options
     * @throws InvalidConfigException with every mistake in the file
     */
    Config config() throws UsageException, InvalidConfigException {
        Config config = withCommonOptions(file.config == null ? ofOneService() : ofFile());
        for (Violation violation : ConfigValidator.violations(config)) {
            throw new UsageException("argument " + option(violation.path()) + ": " + violation.message());
        }
        return config;
    }

    private Config ofFile() throws UsageException, InvalidConfigException {
        List<String> given = givenServiceOptions();
        if (!given.isEmpty()) {
            throw new UsageException("argument " + given.get(0) + ": not allowed with argument --config");
        }
        return ConfigLoader.load(Objects.requireNonNull(file.config));
    }

    private List<String> givenServiceOptions() {
        List<String> given = new ArrayList<>();
        if (service.serviceId != null) {
            given.add("--service-id");
        }
        if (service.serviceRegion != null) {
            given.add("--service-region");
        }
        if (!service.instancesRegions.isEmpty()) {
            given.add("--instances-region");
        }
        if (service.frequency != null) {
            given.add("--frequency");
        }
        return given;
    }

    private Config ofOneService() throws UsageException {
        List<String> missing = new ArrayList<>(List.of("--service-id", "--service-region", "--instances-region"));
        missing.removeAll(givenServiceOptions());
        if (!missing.isEmpty()) {
            throw new UsageException(
                    "the following arguments are required: " + String.join(", ", missing) + " (or --config)");
        }
        ServiceConfig defaults = ServiceConfig.of(
                Objects.requireNonNull(service.serviceId),
                Objects.requireNonNull(service.serviceRegion),
                service.instancesRegions.stream().distinct().toList());
        Duration frequency = given(
                "--frequency", service.frequency, text -> Duration.ofSeconds(wholeNumber(text)), defaults.frequency());
        return with(Config.DEFAULTS, List.of(with(defaults, frequency, defaults.dryRun())));
    }

    private Config withCommonOptions(Config config) throws UsageException {
        List<ServiceConfig> services = config.services().stream()
                .map(s -> with(s, s.frequency(), common.dryRun || s.dryRun()))
                .toList();
        PrometheusConfig prometheus = config.prometheus();
        return new Config(
                config.workers(),
                given("--log-level", common.logLevel, LogLevel::parse, config.logLevel()),
                given("--log-format", common.logFormat, LogFormat::parse, config.logFormat()),
                config.ec2CacheTtl(),
                config.suspectHold(),
                config.shutdownTimeout(),
                new PrometheusConfig(
                        common.enablePrometheus || prometheus.enabled(),
                        Objects.requireNonNullElse(common.prometheusHost, prometheus.host()),
                        given(
                                "--prometheus-port",
                                common.prometheusPort,
                                ConfigFromOptions::wholeNumber,
                                prometheus.port())),
                services);
    }

    private static <T> T given(String option, @Nullable String text, Function<String, T> parse, T otherwise)
            throws UsageException {
        try {
            return text == null ? otherwise : parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException("argument " + option + ": " + e.getMessage());
        }
    }

    private static int wholeNumber(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a whole number, not " + text, e);
        }
    }

    /** The option that a setting came from: the file has been validated already, so it came from one. */
    private static String option(String path) {
        String key = path.replaceAll("^services\\[\\d+]\\.|\\[\\d+]", "");
        return switch (key) {
            case "instances-regions" -> "--instances-region";
            case "prometheus.host" -> "--prometheus-host";
            case "prometheus.port" -> "--prometheus-port";
            default -> "--" + key;
        };
    }

    private static Config with(Config config, List<ServiceConfig> services) {
        return new Config(
                config.workers(),
                config.logLevel(),
                config.logFormat(),
                config.ec2CacheTtl(),
                config.suspectHold(),
                config.shutdownTimeout(),
                config.prometheus(),
                services);
    }

    private static ServiceConfig with(ServiceConfig s, Duration frequency, boolean dryRun) {
        return new ServiceConfig(
                s.serviceId(),
                s.serviceRegion(),
                s.instancesRegions(),
                frequency,
                s.maxDeregistrations(),
                s.gracePeriod(),
                s.roleArn(),
                s.externalId(),
                s.unmapStopped(),
                s.ids(),
                dryRun);
    }
}
