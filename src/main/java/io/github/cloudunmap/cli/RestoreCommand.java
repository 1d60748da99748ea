package io.github.cloudunmap.cli;

import static io.github.cloudunmap.cli.JournalOptions.SERVICE_ID;
import static io.github.cloudunmap.cli.JournalOptions.STATE_DIRECTORY;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.github.cloudunmap.aws.AwsBackend;
import io.github.cloudunmap.aws.AwsSettings;
import io.github.cloudunmap.cli.plan.OutputFormat;
import io.github.cloudunmap.cli.restore.Candidates;
import io.github.cloudunmap.cli.restore.Restoration;
import io.github.cloudunmap.cli.restore.RestoreAws;
import io.github.cloudunmap.cli.restore.Restored;
import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.InvalidConfigException;
import io.github.cloudunmap.config.LogFormat;
import io.github.cloudunmap.config.LogLevel;
import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.daemon.StartupException;
import io.github.cloudunmap.logging.Logging;
import io.github.cloudunmap.process.SystemTime;
import io.github.cloudunmap.state.JournalLine.Removing;
import io.github.cloudunmap.state.JournaledRemoval;
import io.github.cloudunmap.state.JournaledService;
import io.github.cloudunmap.text.JsonText;
import io.github.cloudunmap.text.OneLine;
import io.github.cloudunmap.text.Redaction;
import io.github.cloudunmap.text.ShellWord;
import io.github.cloudunmap.text.TextTable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.jspecify.annotations.Nullable;

/** {@code restore}: registers instances again whose removal is in the journal. */
final class RestoreCommand implements Command {
    private static final Option CONFIG = Flags.option(
            "config",
            "FILE",
            "the controller's YAML file: its state-directory is read, unless --state-directory is given, and EC2 is"
                    + " asked in its instances-regions too");
    private static final Option INSTANCE_ID =
            Flags.option("instance-id", "ID", "restore the registration with this id, or of this EC2 instance");
    private static final Option SINCE =
            Flags.option("since", "DURATION", "restore what was removed in the last 90s, 5m, 24h or 7d");
    private static final Option PASS = Flags.option("pass", "ID", "restore what this pass removed");
    private static final Option DRY_RUN = Flags.flag("dry-run", "print what would be registered, and register nothing");
    private static final Option FORCE =
            Flags.flag("force", "do not ask EC2 whether the instances run at their addresses");
    private static final Option OUTPUT = Flags.option("output", "FORMAT", "table or json (default: table)");
    /** A duration that reaches further back than any journal. */
    private static final Duration EVER = Duration.ofDays(36_500);

    /** The document that is printed as JSON. */
    record Document(List<Row> restored) {
        /** One registration. */
        record Row(
                String removedAt,
                String passId,
                String serviceId,
                String instanceId,
                String address,
                String result,
                String why) {}
    }

    @Override
    public Usage usage() {
        return new Usage(
                List.of(
                        "aws-cloud-unmap restore [-h] [--state-directory=DIR] [--config=FILE]",
                        "                        (--instance-id=ID | --since=DURATION | --pass=ID) [--service-id=ID]",
                        "                        [--dry-run] [--force] [--output=FORMAT]"),
                "Registers again what the controller has removed, as its journal has it, with exactly the recorded"
                        + " attributes. Leaves alone what is registered now, and what EC2 does not show running at its"
                        + " address.",
                Map.of(),
                List.of(new Usage.Group(
                        "Options:",
                        List.of(
                                STATE_DIRECTORY,
                                CONFIG,
                                INSTANCE_ID,
                                SINCE,
                                PASS,
                                SERVICE_ID,
                                DRY_RUN,
                                FORCE,
                                OUTPUT,
                                RunOptions.ALLOW_INSECURE_ENDPOINT,
                                Flags.HELP))));
    }

    @Override
    public int run(CommandLine given, Console console) throws UsageException, InvalidConfigException, StartupException {
        requireOneOf(given, INSTANCE_ID, SINCE, PASS);
        OutputFormat format = Flags.read(given, OUTPUT, OutputFormat::parse);
        Instant since = JournalOptions.since(given, SINCE, EVER);
        Optional<Config> config = JournalOptions.config(given);
        Path directory = JournalOptions.directory(given, config);
        List<ServiceConfig> configured = config.map(Config::services).orElse(List.of());
        Logging.configure(LogLevel.WARNING, LogFormat.TEXT);
        Candidates candidates = new Candidates();
        JournalOptions.read(given, directory, since, console.err(), removal -> {
            if (isWanted(removal, given)) {
                candidates.add(removal);
            }
        });
        if (candidates.areTooMany()) {
            throw new StartupException(List.of("more than " + Candidates.MOST
                    + " registrations were removed, too many to restore at once; choose fewer with --service-id, --pass or"
                    + " a shorter --since"));
        }
        List<Restored> restored = restore(candidates.all(), given, configured, console.err());
        print(restored, format, console.out());
        boolean foundAll = !restored.isEmpty() || given.hasOption(SINCE);
        if (restored.isEmpty() || candidates.notMade() > 0) {
            console.err().println("aws-cloud-unmap: " + leftOut(candidates.notMade(), restored.isEmpty(), directory));
        }
        boolean isFine = restored.stream().allMatch(each -> each.result().isFine());
        return foundAll && isFine ? ExitCode.OK : ExitCode.FAILED;
    }

    /** Says why there is nothing to restore, or why some removals are left out. */
    private static String leftOut(int notMade, boolean areAll, Path directory) {
        if (notMade == 0) {
            return "the journal in " + directory + " has no such removal; aws-cloud-unmap history --state-directory "
                    + ShellWord.quoted(directory.toString()) + " --since 3650d lists those that it has";
        }
        return notMade + (areAll ? " such " : " other ") + (notMade == 1 ? "removal was" : "removals were")
                + " not made (already-gone, changed), so there is nothing to restore"
                + (areAll ? "" : " for " + (notMade == 1 ? "it" : "them"));
    }

    private static void requireOneOf(CommandLine given, Option... options) throws UsageException {
        List<Option> some = Stream.of(options).filter(given::hasOption).toList();
        if (some.isEmpty()) {
            throw new UsageException("one of the arguments "
                    + String.join(" ", Stream.of(options).map(Flags::name).toList()) + " is required");
        } else if (some.size() > 1) {
            throw UsageException.of(some.get(1), "not allowed with argument " + Flags.name(some.get(0)));
        }
    }

    private static boolean isWanted(JournaledRemoval removal, CommandLine given) {
        Removing line = removal.removing();
        String id = given.getOptionValue(INSTANCE_ID);
        String pass = given.getOptionValue(PASS);
        return (id == null || id.equals(line.instanceId()) || line.ec2Ids().contains(id.toLowerCase(Locale.ROOT)))
                && (pass == null || pass.equals(line.passId()));
    }

    private static List<Restored> restore(
            List<JournaledRemoval> removals, CommandLine given, List<ServiceConfig> configured, PrintWriter err)
            throws StartupException {
        if (removals.isEmpty()) {
            return List.of();
        }
        AwsSettings settings = given.hasOption(RunOptions.ALLOW_INSECURE_ENDPOINT)
                ? AwsSettings.DEFAULTS.allowingInsecureEndpoints()
                : AwsSettings.DEFAULTS;
        List<String> problems = AwsBackend.problemsOfTheEnvironment(settings);
        if (!problems.isEmpty()) {
            throw new StartupException(problems);
        }
        SystemTime time = new SystemTime();
        JournaledService first = removals.get(0).removing().service();
        try (RestoreAws aws = StartupException.ifUnusable(() -> new RestoreAws(settings, configured, time))) {
            RestoreAws usable = StartupException.ifUnusable(() -> aws.tried(first));
            return new Restoration(
                            usable::open,
                            time,
                            (removal, operation) -> err.println(accepted(removal.removing(), operation)),
                            given.hasOption(FORCE),
                            given.hasOption(DRY_RUN))
                    .restore(removals);
        }
    }

    /**
     * Returns the line that is printed as soon as Cloud Map has accepted a registration. So even a restore that is
     * interrupted has printed what it has changed.
     */
    private static String accepted(Removing line, String operation) {
        return OneLine.escape("aws-cloud-unmap: Cloud Map has accepted the registration " + line.instanceId() + " of "
                + line.serviceId() + ": operation " + operation);
    }

    private static void print(List<Restored> restored, @Nullable OutputFormat format, PrintWriter out) {
        List<Document.Row> rows = restored.stream().map(RestoreCommand::row).toList();
        if (format == OutputFormat.JSON) {
            out.print(JsonText.of(new Document(rows), JsonText.mapper(PropertyNamingStrategies.SNAKE_CASE)));
        } else if (!rows.isEmpty()) {
            TextTable table = new TextTable("", "REMOVED", "SERVICE", "INSTANCE", "ADDRESS", "RESULT", "WHY");
            rows.forEach(row -> table.row(
                    row.removedAt(), row.serviceId(), row.instanceId(), row.address(), row.result(), row.why()));
            table.print(out);
        }
        out.flush();
    }

    private static Document.Row row(Restored each) {
        Removing line = each.removal().removing();
        return new Document.Row(
                line.time().truncatedTo(ChronoUnit.SECONDS).toString(),
                line.passId(),
                line.serviceId(),
                line.instanceId(),
                line.registration().shownAddresses(),
                each.result().toString(),
                Redaction.of(each.why()));
    }
}
