package io.github.cloudunmap.cli;

import static io.github.cloudunmap.cli.RunOptions.CONFIG;
import static io.github.cloudunmap.cli.RunOptions.INSTANCES_REGION;
import static io.github.cloudunmap.cli.RunOptions.SERVICE_ID;
import static io.github.cloudunmap.cli.RunOptions.SERVICE_REGION;
import static io.github.cloudunmap.cli.RunOptions.WATCH_CONFIG;

import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.ConfigSource;
import io.github.cloudunmap.config.ConfigValidator;
import io.github.cloudunmap.config.LoadedConfig;
import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.config.UnplacedProblem;
import io.github.cloudunmap.config.yaml.ConfigLoader;
import io.github.cloudunmap.reconcile.ServicePolicy.IdRule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;

/**
 * Makes the configuration from the options of a command line, and from the configuration file if the options name one.
 */
final class ConfigFromOptions {
    /**
     * A valid configuration in place of the one in the file. It serves to validate the options that override the file.
     * So a wrong option is reported before the file is read.
     */
    private static final Config ANY_FILE =
            Config.DEFAULTS.withServices(List.of(ServiceConfig.of("srv-any", "us-east-1", List.of("us-east-1"))));

    private ConfigFromOptions() {}

    /**
     * Returns the source of the configuration. Each time the source is read, the options override the file.
     *
     * @throws UsageException for the first problem in the options
     */
    static ConfigSource source(CommandLine given) throws UsageException {
        Overrides overrides = Overrides.of(given);
        Path file = Flags.read(given, CONFIG, Flags::path);
        if (file == null && given.hasOption(WATCH_CONFIG)) {
            throw UsageException.of(WATCH_CONFIG, "not allowed without argument --config");
        }
        if (file == null) {
            Config config = validated(overrides.applyTo(ofOneService(given)));
            return () -> LoadedConfig.withoutFile(config);
        }
        for (Option option : RunOptions.OF_SERVICE) {
            if (given.hasOption(option)) {
                throw UsageException.of(option, "not allowed with argument --config");
            }
        }
        validated(overrides.applyTo(ANY_FILE));
        return () -> {
            LoadedConfig loaded = ConfigLoader.loadFile(file);
            return new LoadedConfig(overrides.applyTo(loaded.config()), loaded.sha256(), loaded.file());
        };
    }

    private static Config validated(Config config) throws UsageException {
        for (UnplacedProblem problem : ConfigValidator.problems(config)) {
            throw new UsageException("argument " + option(problem.path()) + ": " + problem.message());
        }
        return config;
    }

    private static Config ofOneService(CommandLine given) throws UsageException {
        List<String> missing = Stream.of(SERVICE_ID, SERVICE_REGION, INSTANCES_REGION)
                .filter(option -> !given.hasOption(option))
                .map(Flags::name)
                .toList();
        if (!missing.isEmpty()) {
            throw new UsageException(
                    "the following arguments are required: " + String.join(", ", missing) + " (or --config)");
        }
        // With flags, the program also judges registrations that name no EC2 id, as the Python tool does. A file must
        // set "ids: any" for this.
        ServiceConfig one = ServiceConfig.of(
                        given.getOptionValue(SERVICE_ID),
                        given.getOptionValue(SERVICE_REGION),
                        Stream.of(given.getOptionValues(INSTANCES_REGION))
                                .distinct()
                                .toList())
                .withIds(IdRule.ANY);
        Integer frequency = Flags.read(given, RunOptions.FREQUENCY, Flags::wholeNumber);
        return Config.DEFAULTS.withServices(
                List.of(frequency == null ? one : one.withFrequency(Duration.ofSeconds(frequency))));
    }

    /** Returns the name of the option that sets this configuration key. */
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
