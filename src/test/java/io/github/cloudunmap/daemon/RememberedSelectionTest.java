package io.github.cloudunmap.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.daemon.LocalSelection.Running;
import io.github.cloudunmap.inmemory.Hang;
import io.github.cloudunmap.reconcile.ReconcileReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services that a selection found before: their passes begin at once after a restart, and their grace goes on. */
final class RememberedSelectionTest {
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
    void beginsAtOnceWithWhatTheProcessBeforeFound() throws Exception {
        local.service("srv-1", "api-1");
        local.top = "state-directory: " + local.directory.resolve("state") + "\n";
        String select = "select: { namespace: prod.local }, grace-period: 1h";
        try (Running running = local.start(select)) {
            assertThat(local.pass()).isEqualTo("srv-1");
            running.stop();
        }
        try (Hang hang = local.aws.on("ListNamespaces").hang();
                Running running = local.start(select)) {
            assertThat(local.pass()).isEqualTo("srv-1");
            hang.awaitArrivals(1, LocalSelection.DEADLINE);
            hang.release();
            running.stop();
        }
        try (Running running = local.start("select: { namespace: prod.local, names: [web] }, grace-period: 1h")) {
            running.daemon.expand().join();
            assertThat(local.reports).isEmpty();
        }
    }

    @Test
    void keepsTheGraceOfAServiceThatComesBack() throws Exception {
        local.service("srv-1", "api-1");
        local.service("srv-2", "api-2");
        try (Running running =
                local.start("select: { namespace: " + local.prod + " }, grace-period: 1h, settle-time: 0s")) {
            Map<String, Long> waits = new HashMap<>();
            for (int i = 0; i < 2; i++) {
                ReconcileReport report = local.nextReport();
                waits.put(report.serviceId(), until(report));
            }
            local.cloudMap.catalog().remove("srv-2");
            running.daemon.expand().join();
            local.line("Selections: 0 found, 0 changed, 1 gone (srv-2), 1 unchanged");
            local.cloudMap.catalog().put("srv-2", local.prod, "api-2");
            running.daemon.expand().join();

            ReconcileReport again = local.nextReport();

            assertThat(again.serviceId()).isEqualTo("srv-2");
            assertThat(until(again)).isEqualTo(waits.get("srv-2"));
        }
    }

    @Test
    void keepsTheGraceOfAServiceThatComesBackAfterARestart() throws Exception {
        local.service("srv-1", "api-1");
        local.service("srv-2", "api-2");
        local.top = "state-directory: " + local.directory.resolve("state") + "\n";
        String select = "select: { namespace: " + local.prod + " }, grace-period: 1h, settle-time: 0s";
        try (Running running = local.start(select)) {
            local.nextReport();
            local.nextReport();
            local.cloudMap.catalog().remove("srv-2");
            running.daemon.expand().join();
            local.line("Selections: 0 found, 0 changed, 1 gone (srv-2), 1 unchanged");
            running.stop();
        }
        long restart = System.nanoTime();
        try (Running running = local.start(select)) {
            assertThat(local.pass()).isEqualTo("srv-1");
            local.cloudMap.catalog().put("srv-2", local.prod, "api-2");
            running.daemon.expand().join();

            ReconcileReport again = local.nextReport();

            assertThat(again.serviceId()).isEqualTo("srv-2");
            assertThat(until(again)).isLessThan(restart + Duration.ofHours(1).toNanos());
            running.stop();
        }
    }

    private static long until(ReconcileReport report) {
        return report.plan().orElseThrow().waitsUntil().orElseThrow();
    }
}
