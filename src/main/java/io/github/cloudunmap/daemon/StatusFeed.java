package io.github.cloudunmap.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.cloudunmap.config.LoadedConfig;
import io.github.cloudunmap.metrics.Exporter.Page;
import io.github.cloudunmap.metrics.Exporter.Pages;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.TimeSource;
import io.github.cloudunmap.status.Status;
import io.github.cloudunmap.status.StatusBoard;
import io.github.cloudunmap.status.StatusJson;
import io.github.cloudunmap.status.StatusPage;
import io.github.cloudunmap.text.Redaction;
import java.time.Duration;
import java.util.Optional;

/** Keeps the status up to date, and serves it as pages of the exporter. Any thread may call it. */
final class StatusFeed implements Pages {
    private final TimeSource time;
    private final StatusBoard board;

    StatusFeed(LoadedConfig loaded, BuildInfo build, TimeSource time) {
        this.time = time;
        this.board = new StatusBoard(
                new Status.Program(
                        build.version(),
                        build.commit(),
                        build.java(),
                        time.now(),
                        loaded.config().stateDirectory()),
                new Status.Configuration(loaded.file(), loaded.sha256(), time.now(), null));
    }

    void add(String serviceId, Duration frequency, BoundService.Shown shown) {
        board.add(new Status.Service(
                serviceId, shown.name(), shown.region(), frequency.toMillis(), shown.dryRun(), null, null));
    }

    void remove(String serviceId) {
        board.remove(serviceId);
    }

    void observe(ReconcileReport report) {
        board.ended(report);
    }

    void suspected(String region, int change) {
        board.suspected(region, change, time.now());
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
            case "/status", "/status/" -> Optional.of(page("text/html", StatusPage.of(board.at(time.now()))));
            case "/status.json" -> Optional.of(page("application/json", StatusJson.of(board.at(time.now()))));
            default -> Optional.empty();
        };
    }

    private static Page page(String type, String text) {
        return new Page(200, type + "; charset=utf-8", StatusPage.headers(), text.getBytes(UTF_8));
    }
}
