package io.github.cloudunmap.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.cloudunmap.config.LoadedConfig;
import io.github.cloudunmap.metrics.Exporter.Page;
import io.github.cloudunmap.metrics.Exporter.Pages;
import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import io.github.cloudunmap.reconcile.TimeSource;
import io.github.cloudunmap.state.JournalLine.Removing;
import io.github.cloudunmap.state.JournalReader;
import io.github.cloudunmap.state.JournaledRemoval;
import io.github.cloudunmap.status.Status;
import io.github.cloudunmap.status.StatusBoard;
import io.github.cloudunmap.status.StatusJson;
import io.github.cloudunmap.status.StatusPage;
import io.github.cloudunmap.text.Redaction;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the status up to date, and serves it as pages of the exporter. Any thread may call it. */
final class StatusFeed implements Pages {
    private static final Logger LOG = LoggerFactory.getLogger(StatusFeed.class);
    private static final Duration LONGEST_AGO = Duration.ofDays(7);
    private static final int MOST_RECALLED = 100;
    /**
     * Reading ends after this many journal lines, even if fewer than {@link #MOST_RECALLED} successful removals were
     * found. So the page comes at once.
     */
    private static final int MOST_LINES = 20_000;

    private final TimeSource time;
    private final StatusBoard board;
    private final Instant startedAt;
    /**
     * The state directory, whose journal has the removals of earlier processes. Null after the journal has been read
     * or could not be read, or if the program has no state directory.
     */
    private @Nullable Path journal;

    StatusFeed(LoadedConfig loaded, BuildInfo build, TimeSource time) {
        this.time = time;
        this.startedAt = time.now();
        String directory = loaded.config().stateDirectory();
        this.journal = directory == null ? null : Path.of(directory);
        this.board = new StatusBoard(
                new Status.Program(build.version(), build.commit(), build.java(), startedAt, directory),
                new Status.Configuration(loaded.file(), loaded.sha256(), startedAt, null));
    }

    void add(String serviceId, Duration frequency, BoundService.Shown shown) {
        board.add(new Status.Service(
                serviceId, shown.name(), shown.region(), frequency.toMillis(), shown.dryRun(), null, null, time.now()));
    }

    void remove(String serviceId) {
        board.remove(serviceId);
    }

    void observe(ReconcileReport report) {
        board.ended(report);
    }

    void showSelection(String name, int services) {
        board.showSelection(name, services);
    }

    /**
     * @param problem why a reading of the selection (a query of Cloud Map for the selection's services) failed or did
     *     not take effect; empty if it took effect
     */
    void readSelection(String name, String problem) {
        board.readSelection(name, time.now(), problem.isEmpty() ? null : problem);
    }

    void removeSelection(String name) {
        board.removeSelection(name);
    }

    void suspected(String region, int change) {
        board.suspected(region, change, time.now());
    }

    void addQueue(String url, List<String> results) {
        board.addQueue(url, results);
    }

    void queueRead(String url, Instant at) {
        board.queueRead(url, at);
    }

    void queueTaken(String url, String result) {
        board.queueTaken(url, result);
    }

    /** @param canBeRead true if messages were read but could not be deleted; false if the queue could not be read */
    void queueFailed(String url, String code, String message, boolean canBeRead) {
        board.queueFailed(url, code, Redaction.of(message), canBeRead, time.now());
    }

    void queueRecovered(String url) {
        board.queueRecovered(url);
    }

    void reloaded(LoadedConfig loaded, String changes) {
        board.reloaded(loaded.sha256(), time.now(), changes);
    }

    void notReloaded(String why) {
        board.notReloaded(time.now(), Redaction.of(why));
    }

    @Override
    public Optional<Page> at(String path) {
        return switch (path) {
            case "/status", "/status/" -> Optional.of(page("text/html", StatusPage.of(now())));
            case "/status.json" -> Optional.of(page("application/json", StatusJson.of(now())));
            default -> Optional.empty();
        };
    }

    private Status now() {
        recall();
        return board.at(time.now());
    }

    /**
     * Adds the latest removals of earlier processes to the status. The journal is read when the status is first asked
     * for. Only the end of the journal is read, because it can be large.
     */
    private synchronized void recall() {
        Path directory = journal;
        if (directory == null) {
            return;
        }
        journal = null;
        Instant since = startedAt.minus(LONGEST_AGO);
        try {
            new JournalReader(directory)
                    .latest(MOST_RECALLED, MOST_LINES, since, removal -> isEarlier(removal, since))
                    .forEach(removal -> show(removal.removing()));
        } catch (ApiFailure e) {
            LOG.info("The status shows no removals of earlier processes: {}", e.getMessage());
        }
    }

    private boolean isEarlier(JournaledRemoval removal, Instant since) {
        Instant at = removal.removing().time();
        return removal.result().equals(RemovalResult.DEREGISTERED.toString())
                && at.isBefore(startedAt)
                && !at.isBefore(since);
    }

    private void show(Removing line) {
        board.earlier(line.time(), line.serviceId(), line.registration(), line.reason(), line.passId());
    }

    private static Page page(String type, String text) {
        return new Page(200, type + "; charset=utf-8", StatusPage.headers(), text.getBytes(UTF_8));
    }
}
