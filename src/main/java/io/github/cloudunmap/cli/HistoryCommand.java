package io.github.cloudunmap.cli;

import static io.github.cloudunmap.cli.JournalOptions.CONFIG;
import static io.github.cloudunmap.cli.JournalOptions.SERVICE_ID;
import static io.github.cloudunmap.cli.JournalOptions.STATE_DIRECTORY;

import io.github.cloudunmap.cli.plan.OutputFormat;
import io.github.cloudunmap.config.InvalidConfigException;
import io.github.cloudunmap.daemon.StartupException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;

/** {@code history}: prints removals from the journal. */
final class HistoryCommand implements Command {
    private static final Option SINCE =
            Flags.option("since", "DURATION", "only the removals of the last 90s, 5m, 24h or 7d (default: 24h)");
    private static final Option OUTPUT = Flags.option("output", "FORMAT", "table or json (default: table)");

    @Override
    public Usage usage() {
        return new Usage(
                List.of("aws-cloud-unmap history [-h] (--state-directory=DIR | --config=FILE) [--since=DURATION]"
                        + " [--service-id=ID] [--output=FORMAT]"),
                "Prints which registrations the controller has removed, and why, as its journal has it.",
                Map.of(),
                List.of(new Usage.Group(
                        "Options:", List.of(STATE_DIRECTORY, CONFIG, SINCE, SERVICE_ID, OUTPUT, Flags.HELP))));
    }

    @Override
    public int run(CommandLine given, Console console) throws UsageException, InvalidConfigException, StartupException {
        OutputFormat format = Flags.read(given, OUTPUT, OutputFormat::parse);
        Instant since = JournalOptions.since(given, SINCE, Duration.ofDays(1));
        Path directory = JournalOptions.directory(given);
        HistoryOutput output =
                format == OutputFormat.JSON ? HistoryOutput.json(console.out()) : HistoryOutput.table(console.out());
        JournalOptions.read(given, directory, since, console.err(), output::take);
        output.end();
        return ExitCode.OK;
    }
}
