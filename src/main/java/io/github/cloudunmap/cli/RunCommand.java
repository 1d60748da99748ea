package io.github.cloudunmap.cli;

import io.github.cloudunmap.aws.AwsSettings;
import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.ConfigSource;
import io.github.cloudunmap.config.InvalidConfigException;
import io.github.cloudunmap.config.LoadedConfig;
import io.github.cloudunmap.daemon.Daemon;
import io.github.cloudunmap.daemon.StartupException;
import io.github.cloudunmap.logging.Logging;
import io.github.cloudunmap.process.Signals;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What runs without a subcommand: the controller. */
@Command(
        name = "aws-cloud-unmap",
        sortOptions = false,
        usageHelpWidth = 100,
        versionProvider = BuildInfo.class,
        customSynopsis = {
            "aws-cloud-unmap --config FILE [OPTION ...]",
            "       aws-cloud-unmap --service-id ID --service-region REGION",
            "                       --instances-region REGION [REGION ...] [OPTION ...]",
            "       aws-cloud-unmap check FILE",
            "       aws-cloud-unmap iam-policy FILE",
            "       aws-cloud-unmap demo [--serve PORT]",
        },
        description = "%nRemoves the registrations of terminated EC2 instances from AWS Cloud Map services.",
        footer = {
            "",
            "Examples:",
            "  aws-cloud-unmap --config /etc/unmap.yaml",
            "  aws-cloud-unmap --config /etc/unmap.yaml --single-run --dry-run --log-format text",
            "  aws-cloud-unmap --service-id srv-0123456789abcdef --service-region us-east-1 \\",
            "      --instances-region us-east-1 eu-west-1 --frequency 60",
            "",
            "Exit codes: 0 fine, 1 a pass failed or was refused or the program could not start,",
            "2 the command line or the configuration is wrong, 3 see --detailed-exit-code.",
        })
final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    private final Signals signals;

    @ArgGroup(validate = false, heading = "%nMany services, from a file:%n")
    private FileOptions file = new FileOptions();

    @ArgGroup(validate = false, heading = "%nOr one service, as the Python tool takes it:%n")
    private ServiceOptions service = new ServiceOptions();

    @ArgGroup(validate = false, heading = "%nWith either:%n")
    private CommonOptions common = new CommonOptions();

    @Spec
    private @Nullable CommandSpec spec;

    RunCommand(Signals signals) {
        this.signals = signals;
    }

    @Override
    public Integer call() throws UsageException, InvalidConfigException, StartupException, InterruptedException {
        Optional<PlanOutput> plan = PlanOutput.of(common);
        ConfigSource source = new ConfigFromOptions(file, service, common).source();
        LoadedConfig loaded = source.load();
        Config config = loaded.config();
        Logging.configure(config.logLevel(), config.logFormat());
        AwsSettings aws =
                common.allowInsecureEndpoint ? AwsSettings.DEFAULTS.allowingInsecureEndpoints() : AwsSettings.DEFAULTS;
        try (Daemon daemon = new Daemon(loaded, source, aws, report -> plan.ifPresent(run -> run.observe(report)))) {
            signals.onStop(daemon::stop);
            signals.onReload(
                    file.config != null && !common.singleRun
                            ? daemon::reload
                            : () -> LOG.info("SIGHUP: there is nothing to reload"));
            if (file.config != null && file.watchConfig && !common.singleRun) {
                daemon.watch(file.config);
            }
            boolean succeeded = common.singleRun ? daemon.runOnce() : daemon.run();
            int exitCode = plan.map(run -> run.print(config, out())).orElse(ExitCode.OK);
            return succeeded ? exitCode : ExitCode.FAILED;
        }
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }
}
