package io.github.cloudunmap.daemon;

import static io.github.cloudunmap.daemon.LocalAws.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.LogLines;
import io.github.cloudunmap.aws.AwsSettings;
import io.github.cloudunmap.config.ConfigSource;
import io.github.cloudunmap.config.LoadedConfig;
import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.config.yaml.ConfigLoader;
import io.github.cloudunmap.inmemory.Account;
import io.github.cloudunmap.inmemory.ApiError;
import io.github.cloudunmap.inmemory.CloudMapRegion;
import io.github.cloudunmap.inmemory.Hang;
import io.github.cloudunmap.inmemory.InMemoryAws;
import io.github.cloudunmap.metrics.Scrape;
import io.github.cloudunmap.reconcile.ReconcileReport;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running program whose services come and go in Cloud Map, over HTTP. */
final class SelectionTest {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final InMemoryAws aws = InMemoryAws.start();
    private final CloudMapRegion cloudMap = aws.cloudMap(US);
    private final String prod = cloudMap.catalog().createNamespace("prod.local");
    private final BlockingQueue<ReconcileReport> reports = new LinkedBlockingQueue<>();
    private final LogLines log = new LogLines("daemon");

    /** Of the exporter; 0 for none. */
    private int port;
    /** Further lines of the file. */
    private String top = "";

    @TempDir
    Path directory;

    @BeforeEach
    void listen() {}

    @AfterEach
    void close() {
        log.close();
        aws.close();
    }

    @Test
    void removesWhatIsStaleInTheServicesThatItFinds() throws Exception {
        service("srv-web", "web");
        service("srv-db", "db");
        try (Running running = start("select: { namespace: prod.local, names: [web, 'api-*'] }")) {
            assertThat(nextReport().serviceId()).isEqualTo("srv-web");

            assertThat(cloudMap.instances("srv-web")).hasSize(1);
            assertThat(cloudMap.instances("srv-db")).hasSize(2);
            assertThat(line("Selections"))
                    .isEqualTo("Selections: 1 found (srv-web, web), 0 changed, 0 gone, 0 unchanged");
            running.stop();
        }
    }

    @Test
    void takesOverWhatAppearsIsRenamedAndGoes() throws Exception {
        service("srv-1", "api-1");
        service("srv-2", "api-2");
        service("srv-3", "api-3");
        try (Running running = start("select: { namespace: prod.local, names: ['api-*'] }")) {
            assertThat(line("Selections"))
                    .isEqualTo("Selections: 3 found (srv-1, api-1; srv-2, api-2; srv-3, api-3), 0 changed, 0 gone,"
                            + " 0 unchanged");

            service("srv-9", "api-9");
            cloudMap.catalog().put("srv-1", prod, "api-0");
            cloudMap.catalog().put("srv-2", prod, "old-2");
            assertThat(running.daemon.expand().join()).isTrue();

            assertThat(line("Selections"))
                    .isEqualTo(
                            "Selections: 1 found (srv-9, api-9), 1 changed (srv-1: name), 1 gone (srv-2), 1 unchanged");
            assertThat(List.of(pass(), pass(), pass(), pass())).contains("srv-1", "srv-2", "srv-3", "srv-9");
            running.stop();
        }
    }

    @Test
    void takesOverWhatIsTaggedAnew() throws Exception {
        for (String id : List.of("srv-1", "srv-2", "srv-3")) {
            service(id, id);
            cloudMap.catalog().tag(id, Map.of("unmap", "true", "team", "a"));
        }
        cloudMap.catalog().tag("srv-3", Map.of("unmap", "True"));
        try (Running running = start("select: { namespace: " + prod + ", tags: { unmap: true, team: a } }")) {
            line("Selections: 2 found (srv-1, srv-1; srv-2, srv-2)");

            cloudMap.catalog().tag("srv-2", Map.of("unmap", "true"));
            cloudMap.catalog().tag("srv-3", Map.of("unmap", "true", "team", "a"));
            running.daemon.expand().join();

            line("Selections: 1 found (srv-3, srv-3), 0 changed, 1 gone (srv-2), 1 unchanged");
        }
    }

    @Test
    void readsASelectionAgainThatFailsAtTheStartAndIsNotReadyMeanwhile() throws Exception {
        service("srv-1", "api-1");
        aws.on("ListServices").fail(ApiError.accessDenied());
        port = Scrape.freePort();
        try (Running running = start("select: { namespace: prod.local }", "service-id: srv-2")) {
            cloudMap.createService("srv-2");
            line(
                    "Selection prod.local in us-east-1 cannot be read, so it finds no services yet; it is read again in 2 s:"
                            + " ListServices of namespace " + prod + " in us-east-1: User is not authorized");
            assertThat(nextReport().serviceId()).isEqualTo("srv-2");
            assertThat(ready()).isEqualTo(503);
            line(
                    "Selection prod.local in us-east-1 cannot be read, so it finds no services yet; it is read again in 4 s");
            assertThat(Scrape.page(port))
                    .contains("aws_cloud_unmap_selected_services{selection=\"prod.local in us-east-1\",} 0.0")
                    .contains(
                            "aws_cloud_unmap_selection_last_success_timestamp_seconds{selection=\"prod.local in us-east-1\",} 0.0");

            running.write("select: { namespace: prod.local }, frequency: 2h", "service-id: srv-2");
            running.daemon.reload();
            line("Reloaded: 0 added, 0 changed, 0 removed, 1 unchanged; settings changed: selections");
            running.write("select: { namespace: " + prod + " }", "service-id: srv-2");
            running.daemon.reload();
            line("Not reloaded: ListServices of namespace " + prod + " in us-east-1: User is not authorized");

            aws.on("ListServices").clear();

            line("Selection prod.local in us-east-1 can be read again");
            line("Selections: 1 found (srv-1, api-1)");
            assertThat(pass()).isEqualTo("srv-1");
            while (ready() != 200) {
                Thread.onSpinWait();
            }
            assertThat(Scrape.page(port))
                    .contains("aws_cloud_unmap_selected_services{selection=\"prod.local in us-east-1\",} 1.0")
                    .containsPattern(
                            "selection_readings_total\\{selection=\"prod.local in us-east-1\",result=\"failed\",} [2-9]");
        }
    }

    @Test
    void keepsWhatItHadIfTheListFailsInTheMiddle() throws Exception {
        for (int i = 0; i < 150; i++) {
            cloudMap.createService("srv-" + i, prod, "api-" + i);
        }
        try (Running running = start("select: { namespace: " + prod + " }")) {
            line("Selections: 150 found");

            cloudMap.deleteService("srv-0");
            aws.on("ListServices").before(call -> {
                if (call.nextToken() != null) {
                    throw ApiError.accessDenied();
                }
            });
            assertThat(running.daemon.expand().join()).isFalse();
            line("Selection " + prod + " in us-east-1 cannot be read, so it keeps the services that it had");
            aws.on("ListServices").clear();
            assertThat(running.daemon.expand().join()).isTrue();

            line("Selections: 0 found, 0 changed, 1 gone (srv-0), 149 unchanged");
        }
    }

    @Test
    void takesOverThatMostServicesAreGoneOnlyWhenItReadsSoTwice() throws Exception {
        for (int i = 0; i < 5; i++) {
            service("srv-" + i, "api-" + i);
        }
        port = Scrape.freePort();
        try (Running running = start("select: { namespace: " + prod + " }")) {
            line("Selections: 5 found");
            List.of("srv-0", "srv-1", "srv-2").forEach(cloudMap.catalog()::remove);
            running.daemon.expand().join();
            line("Selection " + prod + " in us-east-1: it finds 2 services, and less than half of the 5 that it had; it"
                    + " keeps these until the next reading says so again");
            assertThat(Scrape.page(port))
                    .contains("aws_cloud_unmap_selected_services{selection=\"" + prod + " in us-east-1\",} 5.0")
                    .contains("selection_readings_total{selection=\"" + prod
                            + " in us-east-1\",result=\"postponed\",} 1.0");

            running.daemon.expand().join();

            line("Selections: 0 found, 0 changed, 3 gone (srv-0; srv-1; srv-2), 2 unchanged");
            assertThat(Scrape.page(port))
                    .contains("aws_cloud_unmap_selected_services{selection=\"" + prod + " in us-east-1\",} 2.0");
        }
    }

    @Test
    void keepsServicesThatAreMissingFromOneReading() throws Exception {
        service("srv-1", "api-1");
        try (Running running = start("select: { namespace: " + prod + " }")) {
            line("Selections: 1 found");
            for (int i = 0; i < 2; i++) {
                cloudMap.catalog().remove("srv-1");
                running.daemon.expand().join();
                line("Selection " + prod + " in us-east-1: it finds 0 services");
                cloudMap.catalog().put("srv-1", prod, "api-1");
                running.daemon.expand().join();
            }
        }
        assertThat(log.last()).doesNotContain("gone");
    }

    @Test
    void remembersOverSingleRunsThatMostServicesAreGone() throws Exception {
        for (String old : List.of("srv-1", "srv-2", "srv-3")) {
            service(old, old);
        }
        top = "state-directory: " + directory.resolve("state") + "\n";
        String select = "select: { namespace: prod.local }, settle-time: 0s";
        try (Running running = new Running(Daemon::runOnce, select)) {
            assertThat(running.ended.join()).isTrue();
        }
        for (String old : List.of("srv-1", "srv-2", "srv-3")) {
            cloudMap.deleteService(old);
        }
        service("srv-4", "srv-4");
        try (Running running = new Running(Daemon::runOnce, select)) {
            assertThat(running.ended.join()).isFalse();
        }
        reports.clear();

        try (Running running = new Running(Daemon::runOnce, select)) {
            assertThat(running.ended.join()).isTrue();
            assertThat(pass()).isEqualTo("srv-4");
        }
    }

    @Test
    void takesOverServicesThatMoveFromOneSelectionToAnotherWithTheSecondReading() throws Exception {
        for (String id : List.of("srv-1", "srv-2", "srv-3")) {
            service(id, id);
            cloudMap.catalog().tag(id, Map.of("team", "a"));
        }
        try (Running running = start(
                "select: { namespace: prod.local, tags: { team: a } }",
                "select: { namespace: prod.local, tags: { team: b } }, dry-run: true")) {
            line("Selections: 3 found");
            for (String id : List.of("srv-1", "srv-2")) {
                cloudMap.catalog().tag(id, Map.of("team", "b"));
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

    @Test
    void goesOnIfTwoSelectionsFindOneServiceOnceTheyCanBeRead() throws Exception {
        service("srv-1", "api-1");
        service("srv-9", "listed");
        aws.on("ListServices").fail(ApiError.accessDenied());
        try (Running running = start(
                "service-id: srv-9",
                "select: { namespace: prod.local, names: ['api-*'] }",
                "select: { namespace: prod.local, names: ['*-1'] }")) {
            assertThat(pass()).isEqualTo("srv-9");
            running.daemon.expand().join();
            aws.on("ListServices").clear();

            running.daemon.expand().join();

            line("What the selections find is not taken over");
            assertThat(running.ended).isNotDone();
        }
    }

    @Test
    void takesOverNoMoreServicesThanMaxServices() throws Exception {
        service("srv-1", "api-1");
        service("srv-2", "api-2");
        top = "max-services: 2\n";
        try (Running running = start("select: { namespace: " + prod + " }")) {
            line("Selections: 2 found");
            service("srv-3", "api-3");

            assertThat(running.daemon.expand().join()).isTrue();

            line("What the selections find is not taken over, and what is in effect stays so: the selections find 3"
                    + " services, more than max-services (2); narrow them, or raise it");
            cloudMap.deleteService("srv-1");
            running.daemon.expand().join();
            line("Selections: 1 found (srv-3, api-3), 0 changed, 1 gone (srv-1), 1 unchanged");
        }
    }

    @Test
    void endsAtTheStartIfTwoSelectionsFindOneService() throws Exception {
        service("srv-1", "api-1");
        try (Running running = start(
                "select: { namespace: " + prod + " }",
                "service-id: srv-2",
                "select: { namespace: prod.local, names: [api-1] }")) {
            assertThat(running.ended)
                    .failsWithin(DEADLINE)
                    .withThrowableThat()
                    .withMessageContaining("the configuration: services[2] (prod.local: api-1 in us-east-1) finds srv-1"
                            + " (api-1), which services[0] (" + prod
                            + " in us-east-1) finds too; narrow one of them, or"
                            + " list the service by its id");
        }
    }

    @Test
    void keepsWhatIsInEffectIfTwoSelectionsFindOneServiceLater() throws Exception {
        service("srv-1", "api-1");
        try (Running running = start(
                "select: { namespace: " + prod + ", names: ['api-*'] }",
                "select: { namespace: " + prod + ", names: ['*-9'] }")) {
            line("Selections: 1 found (srv-1, api-1)");
            service("srv-9", "api-9");
            running.daemon.expand().join();
            line("What the selections find is not taken over, and what is in effect stays so: services[1]");

            running.write(
                    "select: { namespace: " + prod + ", names: ['api-*'] }",
                    "select: { namespace: " + prod + ", names: [api-1] }");
            running.daemon.reload();
            line(running.file + ": services[1] (" + prod
                    + ": api-1 in us-east-1) finds srv-1 (api-1), which services[0]");
            line("Not reloaded");

            running.write("select: { namespace: " + prod + ", names: ['api-*'] }", "service-id: srv-9, dry-run: true");
            running.daemon.reload();
            assertThat(line("Reloaded")).startsWith("Reloaded: 1 added (srv-9), 0 changed, 0 removed, 1 unchanged");
        }
    }

    @Test
    void givesAServiceThatIsAlsoListedItsOwnSettings() throws Exception {
        service("srv-1", "api-1");
        service("srv-2", "api-2");
        try (Running running =
                start("service-id: srv-1, dry-run: true, name: mine", "select: { namespace: prod.local }")) {
            line("Selections: 1 found (srv-2, api-2)");
            assertThat(List.of(pass(), pass())).containsExactlyInAnyOrder("srv-1", "srv-2");
            running.stop();
        }
        assertThat(cloudMap.instances("srv-1")).hasSize(2);
        assertThat(cloudMap.instances("srv-2")).hasSize(1);
    }

    @Test
    void findsServicesOfANamespaceThatAnotherAccountShares() throws Exception {
        Account owner = aws.account("210987654321");
        CloudMapRegion theirs = owner.cloudMap(US);
        String shared = theirs.catalog().createNamespace("shared.local");
        theirs.createService("srv-1", shared, "api-1");
        theirs.catalog().tag("srv-1", Map.of("unmap", "yes"));
        theirs.catalog().share(shared, cloudMap.catalog());
        String arn = "arn:aws:servicediscovery:us-east-1:210987654321:";
        try (Running running =
                start("select: { namespace: '" + arn + "namespace/" + shared + "', tags: { unmap: yes } }")) {
            line("Selections: 1 found (" + arn + "service/srv-1, api-1)");
            assertThat(pass()).isEqualTo(arn + "service/srv-1");
        }
    }

    @Test
    void beginsAtOnceWithWhatTheProcessBeforeFound() throws Exception {
        service("srv-1", "api-1");
        top = "state-directory: " + directory.resolve("state") + "\n";
        String select = "select: { namespace: prod.local }, grace-period: 1h";
        try (Running running = start(select)) {
            assertThat(pass()).isEqualTo("srv-1");
            running.stop();
        }
        try (Hang hang = aws.on("ListNamespaces").hang();
                Running running = start(select)) {
            assertThat(pass()).isEqualTo("srv-1");
            hang.awaitArrivals(1, DEADLINE);
            hang.release();
            running.stop();
        }
        try (Running running = start("select: { namespace: prod.local, names: [web] }, grace-period: 1h")) {
            running.daemon.expand().join();
            assertThat(reports).isEmpty();
        }
    }

    @Test
    void keepsTheGraceOfAServiceThatComesBack() throws Exception {
        service("srv-1", "api-1");
        service("srv-2", "api-2");
        try (Running running = start("select: { namespace: " + prod + " }, grace-period: 1h, settle-time: 0s")) {
            Map<String, Long> waits = new HashMap<>();
            for (int i = 0; i < 2; i++) {
                ReconcileReport report = nextReport();
                waits.put(report.serviceId(), until(report));
            }
            cloudMap.catalog().remove("srv-2");
            running.daemon.expand().join();
            line("Selections: 0 found, 0 changed, 1 gone (srv-2), 1 unchanged");
            cloudMap.catalog().put("srv-2", prod, "api-2");
            running.daemon.expand().join();

            ReconcileReport again = nextReport();

            assertThat(again.serviceId()).isEqualTo("srv-2");
            assertThat(until(again)).isEqualTo(waits.get("srv-2"));
        }
    }

    @Test
    void keepsTheGraceOfAServiceThatComesBackAfterARestart() throws Exception {
        service("srv-1", "api-1");
        service("srv-2", "api-2");
        top = "state-directory: " + directory.resolve("state") + "\n";
        String select = "select: { namespace: " + prod + " }, grace-period: 1h, settle-time: 0s";
        try (Running running = start(select)) {
            nextReport();
            nextReport();
            cloudMap.catalog().remove("srv-2");
            running.daemon.expand().join();
            line("Selections: 0 found, 0 changed, 1 gone (srv-2), 1 unchanged");
            running.stop();
        }
        long restart = System.nanoTime();
        try (Running running = start(select)) {
            assertThat(pass()).isEqualTo("srv-1");
            cloudMap.catalog().put("srv-2", prod, "api-2");
            running.daemon.expand().join();

            ReconcileReport again = nextReport();

            assertThat(again.serviceId()).isEqualTo("srv-2");
            assertThat(until(again)).isLessThan(restart + Duration.ofHours(1).toNanos());
            running.stop();
        }
    }

    private static long until(ReconcileReport report) {
        return report.plan().orElseThrow().waitsUntil().orElseThrow();
    }

    @Test
    void readsTheSelectionsOnceInASingleRun() throws Exception {
        service("srv-1", "api-1");
        service("srv-2", "api-2");
        try (Running running = new Running(Daemon::runOnce, "select: { namespace: prod.local }, settle-time: 0s")) {
            assertThat(running.ended.get(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(reports).hasSize(2);
        assertThat(aws.calls().count("ListServices", US)).isOne();
        aws.on("ListNamespaces").fail(ApiError.accessDenied());
        try (Running running = new Running(Daemon::runOnce, "service-id: srv-1", "select: { namespace: prod.local }")) {
            assertThat(running.ended.get(60, TimeUnit.SECONDS)).isFalse();
        }
        assertThat(reports).hasSize(3);
    }

    /** A service with a live and a terminated instance. */
    private void service(String id, String name) {
        cloudMap.createService(id, prod, name);
        for (String host : new String[] {"1", "2"}) {
            String address = "10.0." + (id.hashCode() & 0xff) + "." + host;
            String instance = aws.ec2(US).launch(address);
            cloudMap.register(id, instance, Map.of("AWS_INSTANCE_IPV4", address));
            if (host.equals("2")) {
                aws.ec2(US).terminate(instance);
            }
        }
    }

    private ReconcileReport nextReport() throws InterruptedException {
        ReconcileReport report = reports.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        assertThat(report).as("a pass").isNotNull();
        return report;
    }

    private String pass() throws InterruptedException {
        return nextReport().serviceId();
    }

    private int ready() throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/-/ready"))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private String line(String beginning) throws InterruptedException {
        log.await(line -> line.startsWith(beginning));
        return log.last();
    }

    private Running start(String... entries) throws Exception {
        return new Running(Daemon::run, entries);
    }

    /** The way to run the program. */
    interface Run {
        boolean of(Daemon daemon) throws Exception;
    }

    private final class Running implements AutoCloseable {
        private final Path file = directory.resolve("unmap.yaml");
        private final Daemon daemon;
        private final CompletableFuture<Boolean> ended;

        Running(Run run, String... entries) throws Exception {
            write(entries);
            ConfigSource source = () -> ConfigLoader.loadFile(file);
            LoadedConfig loaded = source.load();
            daemon = new Daemon(loaded, source, AwsSettings.local(aws.endpoint()), reports::add);
            ended = new CompletableFuture<>();
            Thread thread = new Thread(
                    () -> {
                        try {
                            ended.complete(run.of(daemon));
                        } catch (Exception e) {
                            ended.completeExceptionally(e);
                        }
                    },
                    "daemon-under-test");
            thread.start();
        }

        void write(String... entries) throws Exception {
            StringBuilder yaml = new StringBuilder(
                    top
                            + (port == 0 ? "" : "prometheus: { enabled: true, port: " + port + " }\n")
                            + "defaults: { service-region: us-east-1, instances-regions: [us-east-1], frequency: 1h }\nservices:\n");
            for (String entry : entries) {
                yaml.append("  - { ").append(entry).append(" }\n");
            }
            Files.writeString(file, yaml);
        }

        void stop() {
            daemon.stop();
            ended.join();
        }

        @Override
        public void close() {
            daemon.stop();
            ended.exceptionally(e -> false).join();
            daemon.close();
        }
    }
}
