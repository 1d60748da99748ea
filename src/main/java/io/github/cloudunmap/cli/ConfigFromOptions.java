package io.github.cloudunmap.cli;

import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.ConfigLoader;
import io.github.cloudunmap.config.ConfigSource;
import io.github.cloudunmap.config.ConfigValidator;
import io.github.cloudunmap.config.LoadedConfig;
import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.config.Violation;
import io.github.cloudunmap.reconcile.IdRule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The configuration that the options of one command line mean, file included. */
final class ConfigFromOptions {
    /** What the options beside {@code --config} are validated with, before and however often the file is read. */
    private static final Config ANY_FILE =
            Config.DEFAULTS.withServices(List.of(ServiceConfig.of("srv-any", "us-east-1", List.of("us-east-1"))));

    private final FileOptions file;
    private final ServiceOptions service;
    private final CommonOptions common;

    ConfigFromOptions(FileOptions file, ServiceOptions service, CommonOptions common) {
        this.file = file;
        this.service = service;
        this.common = common;
    }

    /**
     * Where the configuration comes from, the options applied to it each time.
     *
     * @throws UsageException for the first mistake in the options
     */
    ConfigSource source() throws UsageException {
        Overrides overrides = Overrides.of(common);
        Path path = file.config;
        if (path == null && file.watchConfig) {
            throw new UsageException("argument --watch-config: not allowed without argument --config");
        }
        if (path == null) {
            Config config = validated(overrides.applyTo(ofOneService()));
            return () -> LoadedConfig.withoutFile(config);
        }
        List<String> given = givenServiceOptions();
        if (!given.isEmpty()) {
            throw new UsageException("argument " + given.get(0) + ": not allowed with argument --config");
        }
        validated(overrides.applyTo(ANY_FILE));
        return () -> {
            LoadedConfig loaded = ConfigLoader.loadFile(path);
            return new LoadedConfig(overrides.applyTo(loaded.config()), loaded.sha256());
        };
    }

    private static Config validated(Config config) throws UsageException {
        for (Violation violation : ConfigValidator.violations(config)) {
            throw new UsageException("argument " + option(violation.path()) + ": " + violation.message());
        }
        return config;
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
        // The flags are the Python tool's, which judges every id; a file has to ask for that.
        ServiceConfig one = ServiceConfig.of(
                        Objects.requireNonNull(service.serviceId),
                        Objects.requireNonNull(service.serviceRegion),
                        service.instancesRegions.stream().distinct().toList())
                .withIds(IdRule.ANY);
        Integer frequency = Overrides.read("--frequency", service.frequency, Overrides::wholeNumber);
        return Config.DEFAULTS.withServices(
                List.of(frequency == null ? one : one.withFrequency(Duration.ofSeconds(frequency))));
    }

    /** The option that sets the key. */
    private static String option(String path) {
        String key = path.replaceAll("^services\\[\\d+]\\.|\\[\\d+]", "");
        return switch (key) {
            case "instances-regions" -> "--instances-region";
            case "prometheus.host" -> "--prometheus-host";
            case "prometheus.port" -> "--prometheus-port";
            default -> "--" + key;
        };
    }
}
