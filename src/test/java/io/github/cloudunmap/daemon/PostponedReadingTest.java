package io.github.cloudunmap.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.daemon.LocalSelection.Running;
import io.github.cloudunmap.metrics.FreePort;
import io.github.cloudunmap.metrics.Scrape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reading that lacks more than half of the services: it takes effect only if the next one lacks them too. */
final class PostponedReadingTest {
    private LocalSelection local;

    @BeforeEach
    void open(@TempDir Path directory) {
        local = new LocalSelection(directory);
    }

    @AfterEach
    void close() {
        local.close();
    }

    @Test
    void takesOverThatMostServicesAreGoneOnlyWhenItReadsSoTwice() throws Exception {
        for (int i = 0; i < 5; i++) {
            local.service("srv-" + i, "api-" + i);
        }
        local.port = FreePort.next();
        try (Running running = local.start("select: { namespace: " + local.prod + " }")) {
            local.line("Selections: 5 found");
            List.of("srv-0", "srv-1", "srv-2").forEach(local.cloudMap.catalog()::remove);
            running.daemon.expand().join();
            local.line("Selection " + local.prod
                    + " in us-east-1: it finds 2 services, and less than half of the 5 that it had; it"
                    + " keeps these until the next reading says so again");
            assertThat(Scrape.page(local.port))
                    .contains("aws_cloud_unmap_selected_services{selection=\"" + local.prod + " in us-east-1\",} 5.0")
                    .contains("selection_readings_total{selection=\"" + local.prod
                            + " in us-east-1\",result=\"postponed\",} 1.0");

            running.daemon.expand().join();

            local.line("Selections: 0 found, 0 changed, 3 gone (srv-0; srv-1; srv-2), 2 unchanged");
            assertThat(Scrape.page(local.port))
                    .contains("aws_cloud_unmap_selected_services{selection=\"" + local.prod + " in us-east-1\",} 2.0");
        }
    }

    @Test
    void keepsServicesThatAreMissingFromOneReading() throws Exception {
        local.service("srv-1", "api-1");
        try (Running running = local.start("select: { namespace: " + local.prod + " }")) {
            local.line("Selections: 1 found");
            for (int i = 0; i < 2; i++) {
                local.cloudMap.catalog().remove("srv-1");
                running.daemon.expand().join();
                local.line("Selection " + local.prod + " in us-east-1: it finds 0 services");
                local.cloudMap.catalog().put("srv-1", local.prod, "api-1");
                running.daemon.expand().join();
            }
        }
        assertThat(local.log.last()).doesNotContain("gone");
    }

    @Test
    void remembersOverSingleRunsThatMostServicesAreGone() throws Exception {
        for (String old : List.of("srv-1", "srv-2", "srv-3")) {
            local.service(old, old);
        }
        local.top = "state-directory: " + local.directory.resolve("state") + "\n";
        String select = "select: { namespace: prod.local }, settle-time: 0s";
        try (Running running = local.start(Daemon::runOnce, select)) {
            assertThat(running.ended.join()).isTrue();
        }
        for (String old : List.of("srv-1", "srv-2", "srv-3")) {
            local.cloudMap.deleteService(old);
        }
        local.service("srv-4", "srv-4");
        try (Running running = local.start(Daemon::runOnce, select)) {
            assertThat(running.ended.join()).isFalse();
        }
        local.reports.clear();

        try (Running running = local.start(Daemon::runOnce, select)) {
            assertThat(running.ended.join()).isTrue();
            assertThat(local.pass()).isEqualTo("srv-4");
        }
    }

    @Test
    void takesOverServicesThatMoveFromOneSelectionToAnotherWithTheSecondReading() throws Exception {
        for (String id : List.of("srv-1", "srv-2", "srv-3")) {
            local.service(id, id);
            local.cloudMap.catalog().tag(id, Map.of("team", "a"));
        }
        try (Running running = local.start(
                "select: { namespace: prod.local, tags: { team: a } }",
                "select: { namespace: prod.local, tags: { team: b } }, dry-run: true")) {
            local.line("Selections: 3 found");
            for (String id : List.of("srv-1", "srv-2")) {
                local.cloudMap.catalog().tag(id, Map.of("team", "b"));
            }

            running.daemon.expand().join();
            assertThat(running.daemon.config().services()).noneMatch(ServiceConfig::dryRun);
            running.daemon.expand().join();

            assertThat(running.daemon.config().services())
                    .filteredOn(ServiceConfig::dryRun)
                    .extracting(ServiceConfig::serviceId)
                    .containsExactlyInAnyOrder("srv-1", "srv-2");
        }
    }
}
