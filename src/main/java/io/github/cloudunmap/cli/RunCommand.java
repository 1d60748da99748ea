package io.github.cloudunmap.cli;

import static io.github.cloudunmap.cli.RunOptions.ALLOW_INSECURE_ENDPOINT;
import static io.github.cloudunmap.cli.RunOptions.CONFIG;
import static io.github.cloudunmap.cli.RunOptions.DETAILED_EXIT_CODE;
import static io.github.cloudunmap.cli.RunOptions.DRY_RUN;
import static io.github.cloudunmap.cli.RunOptions.OUTPUT;
import static io.github.cloudunmap.cli.RunOptions.SINGLE_RUN;
import static io.github.cloudunmap.cli.RunOptions.WATCH_CONFIG;

import io.github.cloudunmap.aws.AwsSettings;
import io.github.cloudunmap.cli.plan.OutputFormat;
import io.github.cloudunmap.cli.plan.PlanOutput;
import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.ConfigSource;
import io.github.cloudunmap.config.InvalidConfigException;
import io.github.cloudunmap.config.LoadedConfig;
import io.github.cloudunmap.daemon.Daemon;
import io.github.cloudunmap.daemon.StartupException;
import io.github.cloudunmap.logging.Logging;
import io.github.cloudunmap.process.Signals;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the controller. This command has no name, so its options follow the name of the program. */
final class RunCommand implements Command {
    /** The end of the help, below the list of commands. */
    static final String HELP_FOOTER = """

            Examples:
              aws-cloud-unmap --config /etc/unmap.yaml
              aws-cloud-unmap --config /etc/unmap.yaml --single-run --dry-run --log-format text
              aws-cloud-unmap --service-id srv-0123456789abcdef --service-region us-east-1 \\
                  --instances-region us-east-1 eu-west-1 --frequency 60

            Exit codes: 0 fine, 1 a pass failed or was refused or the program could not start,
            2 the command line or the configuration is wrong, 3 see --detailed-exit-code.
            """;

    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    private final Signals signals;

    RunCommand(Signals signals) {
        this.signals = signals;
    }

    @Override
    public Usage usage() {
        return new Usage(
                List.of(
                        "aws-cloud-unmap --config FILE [OPTION ...]",
                        "aws-cloud-unmap --service-id ID --service-region REGION",
                        "                --instances-region REGION [REGION ...] [OPTION ...]",
                        "aws-cloud-unmap check FILE",
                        "aws-cloud-unmap iam-policy FILE",
                        "aws-cloud-unmap status [--url URL]",
                        "aws-cloud-unmap history --config FILE [--since DURATION]",
                        "aws-cloud-unmap restore --config FILE (--instance-id ID | --since DURATION | --pass ID)",
                        "aws-cloud-unmap demo [--serve PORT]"),
                "Removes the registrations of terminated EC2 instances from AWS Cloud Map services.",
                Map.of(),
                List.of(
                        new Usage.Group("Many services, from a file:", RunOptions.OF_FILE),
                        new Usage.Group("Or one service, as the Python tool takes it:", RunOptions.OF_SERVICE),
                        new Usage.Group("With either:", RunOptions.WITH_EITHER)));
    }

    @Override
    public int run(CommandLine given, Console console)
            throws UsageException, InvalidConfigException, StartupException, InterruptedException {
        Optional<PlanOutput> plan = planOutput(given);
        ConfigSource source = ConfigFromOptions.source(given);
        LoadedConfig loaded = source.load();
        Config config = loaded.config();
        Logging.configure(config.logLevel(), config.logFormat());
        AwsSettings aws = given.hasOption(ALLOW_INSECURE_ENDPOINT)
                ? AwsSettings.DEFAULTS.allowingInsecureEndpoints()
                : AwsSettings.DEFAULTS;
        boolean isSingleRun = given.hasOption(SINGLE_RUN);
        StartLine.log(loaded, isSingleRun);
        Path file = isSingleRun ? null : Flags.read(given, CONFIG, Flags::path);
        // Turn the exporter off if a plan will be printed: a controller that runs with the same configuration file may
        // already use the exporter's port.
        LoadedConfig run = plan.isPresent() ? loaded.withoutExporter() : loaded;
        try (Daemon daemon = new Daemon(run, source, aws, report -> plan.ifPresent(output -> output.observe(report)))) {
            signals.onStop(daemon::stop);
            signals.onReload(file != null ? daemon::reload : () -> LOG.info("SIGHUP: there is nothing to reload"));
            if (file != null && given.hasOption(WATCH_CONFIG)) {
                daemon.watch(file);
            }
            boolean succeeded = isSingleRun ? daemon.runOnce() : daemon.run();
            int exitCode = plan.map(output -> exitCode(output.print(daemon.config(), console.out()), given))
                    .orElse(ExitCode.OK);
            return succeeded ? exitCode : ExitCode.FAILED;
        }
    }

    /**
     * Returns what prints the plan of a dry run; empty if the options do not ask for a plan.
     *
     * @throws UsageException if the options give the form of a plan, but do not ask for a plan
     */
    private static Optional<PlanOutput> planOutput(CommandLine given) throws UsageException {
        if (given.hasOption(SINGLE_RUN) && given.hasOption(DRY_RUN)) {
            OutputFormat format = Flags.read(given, OUTPUT, OutputFormat::parse);
            return Optional.of(new PlanOutput(Objects.requireNonNullElse(format, OutputFormat.TABLE)));
        }
        for (Option option : List.of(OUTPUT, DETAILED_EXIT_CODE)) {
            if (given.hasOption(option)) {
                throw UsageException.of(option, "needs --single-run and --dry-run beside it");
            }
        }
        return Optional.empty();
    }

    private static int exitCode(PlanOutput.Summary summary, CommandLine given) {
        return switch (summary) {
            case FAILED -> ExitCode.FAILED;
            case SOMETHING_TO_REMOVE ->
                given.hasOption(DETAILED_EXIT_CODE) ? ExitCode.SOMETHING_TO_REMOVE : ExitCode.OK;
            case NOTHING_TO_REMOVE -> ExitCode.OK;
        };
    }
}
