package io.github.cloudunmap.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.daemon.LocalSelection.Running;
import io.github.cloudunmap.inmemory.ApiError;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two entries for one service: two selections may not both find it, and a listed one has its own settings. */
final class OverlappingSelectionsTest {
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
    void goesOnIfTwoSelectionsFindOneServiceOnceTheyCanBeRead() throws Exception {
        local.service("srv-1", "api-1");
        local.service("srv-9", "listed");
        local.aws.on("ListServices").fail(ApiError.accessDenied());
        try (Running running = local.start(
                "service-id: srv-9",
                "select: { namespace: prod.local, names: ['api-*'] }",
                "select: { namespace: prod.local, names: ['*-1'] }")) {
            assertThat(local.pass()).isEqualTo("srv-9");
            running.daemon.expand().join();
            local.aws.on("ListServices").clear();

            running.daemon.expand().join();

            local.line("What the selections find is not taken over");
            assertThat(running.ended).isNotDone();
        }
    }

    @Test
    void endsAtTheStartIfTwoSelectionsFindOneService() throws Exception {
        local.service("srv-1", "api-1");
        try (Running running = local.start(
                "select: { namespace: " + local.prod + " }",
                "service-id: srv-2",
                "select: { namespace: prod.local, names: [api-1] }")) {
            assertThat(running.ended)
                    .failsWithin(LocalSelection.DEADLINE)
                    .withThrowableThat()
                    .withMessageContaining(running.file + ": services[2] (prod.local: api-1 in us-east-1) finds srv-1"
                            + " (api-1), which services[0] (" + local.prod
                            + " in us-east-1) finds too; narrow one of them, or"
                            + " list the service by its id");
        }
    }

    @Test
    void keepsWhatIsInEffectIfTwoSelectionsFindOneServiceLater() throws Exception {
        local.service("srv-1", "api-1");
        try (Running running = local.start(
                "select: { namespace: " + local.prod + ", names: ['api-*'] }",
                "select: { namespace: " + local.prod + ", names: ['*-9'] }")) {
            local.line("Selections: 1 found (srv-1, api-1)");
            local.service("srv-9", "api-9");
            running.daemon.expand().join();
            local.line("What the selections find is not taken over, and what is in effect stays so: services[1]");

            running.write(
                    "select: { namespace: " + local.prod + ", names: ['api-*'] }",
                    "select: { namespace: " + local.prod + ", names: [api-1] }");
            running.daemon.reload();
            local.line(running.file + ": services[1] (" + local.prod
                    + ": api-1 in us-east-1) finds srv-1 (api-1), which services[0]");
            local.line("Not reloaded");

            running.write(
                    "select: { namespace: " + local.prod + ", names: ['api-*'] }", "service-id: srv-9, dry-run: true");
            running.daemon.reload();
            assertThat(local.line("Reloaded"))
                    .startsWith("Reloaded: 1 added (srv-9), 0 changed, 0 removed, 1 unchanged");
        }
    }

    @Test
    void givesAServiceThatIsAlsoListedItsOwnSettings() throws Exception {
        local.service("srv-1", "api-1");
        local.service("srv-2", "api-2");
        try (Running running =
                local.start("service-id: srv-1, dry-run: true, name: mine", "select: { namespace: prod.local }")) {
            local.line("Selections: 1 found (srv-2, api-2)");
            assertThat(List.of(local.pass(), local.pass())).containsExactlyInAnyOrder("srv-1", "srv-2");
            running.stop();
        }
        assertThat(local.cloudMap.instances("srv-1")).hasSize(2);
        assertThat(local.cloudMap.instances("srv-2")).hasSize(1);
    }
}
