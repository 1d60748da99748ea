package io.github.cloudunmap.cli;

import static io.github.cloudunmap.cli.RunOptions.ALLOW_INSECURE_ENDPOINT;

import io.github.cloudunmap.aws.AwsBackend;
import io.github.cloudunmap.aws.AwsObserver;
import io.github.cloudunmap.aws.AwsSettings;
import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.InvalidConfigException;
import io.github.cloudunmap.config.LogFormat;
import io.github.cloudunmap.config.LogLevel;
import io.github.cloudunmap.config.SelectionConfig;
import io.github.cloudunmap.config.SelectionConfig.Query;
import io.github.cloudunmap.daemon.StartupException;
import io.github.cloudunmap.fleet.DirectorySettings;
import io.github.cloudunmap.logging.Logging;
import io.github.cloudunmap.process.NamedThreads;
import io.github.cloudunmap.process.SystemTime;
import io.github.cloudunmap.process.Timeouts;
import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.selection.Catalog;
import io.github.cloudunmap.selection.Expansion;
import io.github.cloudunmap.selection.Finding;
import io.github.cloudunmap.selection.FoundService;
import io.github.cloudunmap.selection.SelectionReader;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;

/** The option {@code --online}: asks Cloud Map once which services the selections of a file find. */
final class OnlineSelections {
    static final Option ONLINE = Flags.flag(
            "online", "ask Cloud Map which services the selections find, and go on with these in their place");

    private OnlineSelections() {}

    /**
     * Returns the configuration with its selections replaced by the services that they find.
     *
     * @param err receives one line about each selection that was read
     * @throws StartupException if AWS cannot be called, or a selection cannot be read
     * @throws InvalidConfigException if the services that were found make the configuration invalid
     */
    static Config expand(Config file, CommandLine given, PrintWriter err)
            throws UsageException, StartupException, InvalidConfigException {
        AwsSettings settings = given.hasOption(ALLOW_INSECURE_ENDPOINT)
                ? AwsSettings.DEFAULTS.allowingInsecureEndpoints()
                : AwsSettings.DEFAULTS;
        List<String> problems = AwsBackend.problemsOfTheEnvironment(settings);
        if (!problems.isEmpty()) {
            throw new StartupException(problems);
        }
        Logging.configure(LogLevel.WARNING, LogFormat.TEXT);
        Expansion expansion = Expansion.of(file, read(file, settings, err));
        if (!expansion.problems().isEmpty()) {
            throw InvalidConfigException.of(FileArgument.path(given).toString(), expansion.problems());
        }
        return expansion.config().withSelections(List.of());
    }

    private static Map<Query, Finding> read(Config file, AwsSettings settings, PrintWriter err)
            throws StartupException {
        ExecutorService requests = Executors.newCachedThreadPool(new NamedThreads("request"));
        ScheduledExecutorService timer = new Timeouts(requests);
        Map<Query, Finding> findings = new HashMap<>();
        List<String> problems = new ArrayList<>();
        try (AwsBackend aws = StartupException.ifUnusable(() -> new AwsBackend(
                        settings,
                        requests,
                        timer,
                        DirectorySettings.of(file),
                        file.listRate(),
                        new SystemTime(),
                        AwsObserver.NONE));
                SelectionReader.Round round = new SelectionReader(aws::catalog).round()) {
            for (SelectionConfig selection : file.selections()) {
                String place = selection.path() + " (" + selection.label() + ")";
                try {
                    List<FoundService> found = read(selection, round, aws);
                    err.println(place + " finds " + found.size() + (found.size() == 1 ? " service" : " services"));
                    err.flush();
                    findings.put(selection.query(), Finding.after(null, found));
                } catch (ApiFailure e) {
                    problems.add(place + ": " + e.getMessage());
                }
            }
        } finally {
            timer.shutdownNow();
            requests.shutdownNow();
        }
        if (!problems.isEmpty()) {
            throw new StartupException(problems);
        }
        return findings;
    }

    /**
     * Reads one selection. If no client can be made, {@code round} would throw the SDK's exception. So this method
     * opens the selection's catalog before {@code round} does, and turns the SDK's exception into a {@link
     * StartupException}.
     */
    private static List<FoundService> read(SelectionConfig selection, SelectionReader.Round round, AwsBackend aws)
            throws StartupException {
        try (Catalog held = StartupException.ifUnusable(() -> aws.catalog(selection.settings()))) {
            return round.read(selection);
        }
    }
}
