package io.github.cloudunmap.daemon;

import static io.github.cloudunmap.daemon.LocalAws.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.daemon.LocalSelection.Running;
import io.github.cloudunmap.inmemory.Account;
import io.github.cloudunmap.inmemory.ApiError;
import io.github.cloudunmap.inmemory.CloudMapRegion;
import io.github.cloudunmap.metrics.FreePort;
import io.github.cloudunmap.metrics.Scrape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running program whose services come and go in Cloud Map, over HTTP. */
final class SelectionTest {
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
    void removesWhatIsStaleInTheServicesThatItFinds() throws Exception {
        local.service("srv-web", "web");
        local.service("srv-db", "db");
        try (Running running = local.start("select: { namespace: prod.local, names: [web, 'api-*'] }")) {
            assertThat(local.nextReport().serviceId()).isEqualTo("srv-web");

            assertThat(local.cloudMap.instances("srv-web")).hasSize(1);
            assertThat(local.cloudMap.instances("srv-db")).hasSize(2);
            assertThat(local.line("Selections"))
                    .isEqualTo("Selections: 1 found (srv-web, web), 0 changed, 0 gone, 0 unchanged");
            running.stop();
        }
    }

    @Test
    void takesOverWhatAppearsIsRenamedAndGoes() throws Exception {
        local.service("srv-1", "api-1");
        local.service("srv-2", "api-2");
        local.service("srv-3", "api-3");
        try (Running running = local.start("select: { namespace: prod.local, names: ['api-*'] }")) {
            assertThat(local.line("Selections"))
                    .isEqualTo("Selections: 3 found (srv-1, api-1; srv-2, api-2; srv-3, api-3), 0 changed, 0 gone,"
                            + " 0 unchanged");
            assertThat(List.of(local.pass(), local.pass(), local.pass()))
                    .containsExactlyInAnyOrder("srv-1", "srv-2", "srv-3");

            local.service("srv-9", "api-9");
            local.cloudMap.catalog().put("srv-1", local.prod, "api-0");
            local.cloudMap.catalog().put("srv-2", local.prod, "old-2");
            assertThat(running.daemon.expand().join()).isTrue();

            assertThat(local.line("Selections"))
                    .isEqualTo(
                            "Selections: 1 found (srv-9, api-9), 1 changed (srv-1: name), 1 gone (srv-2), 1 unchanged");
            assertThat(local.pass()).isEqualTo("srv-9");
            running.stop();
        }
    }

    @Test
    void countsTheReadingOfASelectionThatAReloadAdds() throws Exception {
        local.service("srv-1", "api-1");
        local.port = FreePort.next();
        try (Running running = local.start("select: { namespace: prod.local, names: [web] }")) {
            running.daemon.expand().join();

            running.write(
                    "select: { namespace: prod.local, names: [web] }",
                    "select: { namespace: prod.local, names: [api-1] }");
            running.daemon.reload();

            local.line("Reloaded: 1 added (srv-1)");
            String added = "selection=\"prod.local: api-1 in us-east-1\",";
            assertThat(Scrape.samples(local.port, "aws_cloud_unmap_selection_readings_total"))
                    .contains("aws_cloud_unmap_selection_readings_total{" + added + "result=\"taken\",} 1.0");
            assertThat(Scrape.samples(local.port, "aws_cloud_unmap_selection_last_success"))
                    .anyMatch(sample -> sample.contains(added) && !sample.endsWith(" 0.0"));
        }
    }

    @Test
    void takesOverWhatIsTaggedAnew() throws Exception {
        for (String id : List.of("srv-1", "srv-2", "srv-3")) {
            local.service(id, id);
            local.cloudMap.catalog().tag(id, Map.of("unmap", "true", "team", "a"));
        }
        local.cloudMap.catalog().tag("srv-3", Map.of("unmap", "True"));
        try (Running running =
                local.start("select: { namespace: " + local.prod + ", tags: { unmap: true, team: a } }")) {
            local.line("Selections: 2 found (srv-1, srv-1; srv-2, srv-2)");

            local.cloudMap.catalog().tag("srv-2", Map.of("unmap", "true"));
            local.cloudMap.catalog().tag("srv-3", Map.of("unmap", "true", "team", "a"));
            running.daemon.expand().join();

            local.line("Selections: 1 found (srv-3, srv-3), 0 changed, 1 gone (srv-2), 1 unchanged");
        }
    }

    @Test
    void takesOverNoMoreServicesThanMaxServices() throws Exception {
        local.service("srv-1", "api-1");
        local.service("srv-2", "api-2");
        local.top = "max-services: 2\n";
        try (Running running = local.start("select: { namespace: " + local.prod + " }")) {
            local.line("Selections: 2 found");
            local.service("srv-3", "api-3");

            assertThat(running.daemon.expand().join()).isTrue();

            local.line(
                    "What the selections find is not taken over, and what is in effect stays so: the selections find 3"
                            + " services, more than max-services (2); narrow them, or raise it");
            local.cloudMap.deleteService("srv-1");
            running.daemon.expand().join();
            local.line("Selections: 1 found (srv-3, api-3), 0 changed, 1 gone (srv-1), 1 unchanged");
        }
    }

    @Test
    void findsServicesOfANamespaceThatAnotherAccountShares() throws Exception {
        Account owner = local.aws.account("210987654321");
        CloudMapRegion theirs = owner.cloudMap(US);
        String shared = theirs.catalog().createNamespace("shared.local");
        theirs.createService("srv-1", shared, "api-1");
        theirs.catalog().tag("srv-1", Map.of("unmap", "yes"));
        theirs.catalog().share(shared, local.cloudMap.catalog());
        String arn = "arn:aws:servicediscovery:us-east-1:210987654321:";
        try (Running running =
                local.start("select: { namespace: '" + arn + "namespace/" + shared + "', tags: { unmap: yes } }")) {
            local.line("Selections: 1 found (" + arn + "service/srv-1, api-1)");
            assertThat(local.pass()).isEqualTo(arn + "service/srv-1");
        }
    }

    @Test
    void readsTheSelectionsOnceInASingleRun() throws Exception {
        local.service("srv-1", "api-1");
        local.service("srv-2", "api-2");
        try (Running running = local.start(Daemon::runOnce, "select: { namespace: prod.local }, settle-time: 0s")) {
            assertThat(running.ended.get(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(local.reports).hasSize(2);
        assertThat(local.aws.calls().count("ListServices", US)).isOne();
        local.aws.on("ListNamespaces").fail(ApiError.accessDenied());
        try (Running running = local.start(Daemon::runOnce, "service-id: srv-1", "select: { namespace: prod.local }")) {
            assertThat(running.ended.get(60, TimeUnit.SECONDS)).isFalse();
        }
        assertThat(local.reports).hasSize(3);
    }
}
