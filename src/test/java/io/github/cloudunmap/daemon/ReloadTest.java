package io.github.cloudunmap.daemon;

import static io.github.cloudunmap.daemon.LocalAws.EU;
import static io.github.cloudunmap.daemon.LocalAws.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.LogLines;
import io.github.cloudunmap.aws.AwsSettings;
import io.github.cloudunmap.config.ConfigSource;
import io.github.cloudunmap.config.InvalidConfigException;
import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.config.yaml.ConfigLoader;
import io.github.cloudunmap.inmemory.Hang;
import io.github.cloudunmap.inmemory.InMemoryAws;
import io.github.cloudunmap.metrics.Scrape;
import io.github.cloudunmap.reconcile.ReconcileReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A running program whose file changes; each test reads the log for when a reload is through, and AWS for what it
 * did.
 */
@Tag("long")
final class ReloadTest {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final InMemoryAws aws = InMemoryAws.start();
    private final BlockingQueue<ReconcileReport> reports = new LinkedBlockingQueue<>();
    private final LogLines log = new LogLines("daemon");

    private final int port = Scrape.freePort();

    @TempDir
    Path directory;

    ReloadTest() throws IOException {}

    @BeforeEach
    void listen() {}

    @AfterEach
    void close() {
        log.close();
        aws.close();
    }

    @Test
    void takesOverWhatIsAddedChangedAndRemovedAndLeavesTheOthersTheirTimers() throws Exception {
        List<String> unchanged =
                IntStream.range(0, 298).mapToObj(i -> "srv-u" + i).toList();
        Stream.concat(unchanged.stream(), Stream.of("srv-changed", "srv-removed", "srv-added"))
                .forEach(id -> aws.cloudMap(US).createService(id));
        write(unchanged, "srv-changed", "srv-removed");
        try (Running running = start()) {
            awaitPasses(300);
            assertThat(Scrape.page(port)).contains("srv-removed").doesNotContain("srv-added");
            aws.calls().reset();
            write(unchanged, "srv-changed, frequency: 2h, unmap-stopped: true", "srv-added");

            running.daemon.reload();
            log.await(line -> line.startsWith("Reloaded"));

            assertThat(log.last())
                    .isEqualTo("Reloaded: 1 added (srv-added), 1 changed (srv-changed: frequency, unmap-stopped),"
                            + " 1 removed (srv-removed), 298 unchanged");
            assertThat(nextReport().serviceId()).isEqualTo("srv-added");
            // A timer that had begun anew would have made its service due at once, beside the added one.
            assertThat(reports).isEmpty();
            assertThat(aws.calls().log("ListInstances"))
                    .extracting(call -> call.serviceId())
                    .containsExactly("srv-added");
            assertThat(Scrape.page(port)).contains("srv-added").doesNotContain("srv-removed");
        }
    }

    @Test
    void readsTheNewRegionsFromTheNextPassOn() throws Exception {
        serviceWithOneOfTwoDead("srv-a", US);
        String european = aws.ec2(EU).launch("10.9.0.1");
        aws.cloudMap(US).register("srv-a", european, Map.of("AWS_INSTANCE_IPV4", "10.9.0.1"));
        write("srv-a, frequency: 1s, dry-run: true");
        try (Running running = start()) {
            awaitPasses(1);
            write("srv-a, frequency: 1s, dry-run: true, instances-regions: [eu-west-1]");

            running.daemon.reload();
            log.await(line -> line.startsWith("Reloaded"));
            reports.clear();
            nextReport(); // its pass may have begun before the reload
            aws.calls().reset();
            nextReport();

            assertThat(aws.calls().count("DescribeInstances", EU)).isPositive();
            assertThat(aws.calls().count("DescribeInstances", US)).isZero();
        }
    }

    @Test
    void finishesThePassInFlightOfARemovedServiceAndTouchesItNoMore() throws Exception {
        serviceWithOneOfTwoDead("srv-a", US);
        serviceWithOneOfTwoDead("srv-b", US);
        write("srv-a, frequency: 1s", "srv-b");
        try (Hang hang = aws.on("ListInstances").hang();
                Running running = start()) {
            hang.awaitArrivals(1, DEADLINE); // srv-a: the other waits until Cloud Map has answered
            write("srv-b");

            running.daemon.reload();
            log.await(line -> line.contains("1 removed (srv-a)"));
            hang.release();

            awaitPasses(2);
            assertThat(aws.cloudMap(US).instances("srv-a")).hasSize(1);
            running.stop();
            assertThat(aws.calls().log("ListInstances"))
                    .extracting(call -> call.serviceId())
                    .containsExactlyInAnyOrder("srv-a", "srv-b");
        }
    }

    @Test
    void bringsAServiceBackThatWasRemovedWhileItsPassIsInFlight() throws Exception {
        serviceWithOneOfTwoDead("srv-a", US);
        serviceWithOneOfTwoDead("srv-b", US);
        write("srv-a, frequency: 1s", "srv-b");
        try (Hang hang = aws.on("ListInstances").hang();
                Running running = start()) {
            hang.awaitArrivals(2, DEADLINE);
            write("srv-b");
            running.daemon.reload();
            log.await(line -> line.contains("1 removed (srv-a)"));
            write("srv-a, frequency: 1s", "srv-b");
            running.daemon.reload();
            log.await(line -> line.contains("1 added (srv-a)"));
            hang.release();

            awaitPasses(3);
            assertThat(aws.calls().mostAtOnce("ListInstances", US)).isEqualTo(2);
        }
    }

    @Test
    void leavesEverythingAsItWasWhenTheFileHasAProblem() throws Exception {
        serviceWithOneOfTwoDead("srv-a", US);
        write("srv-a, frequency: 1s");
        try (Running running = start()) {
            awaitPasses(1);
            Files.writeString(file(), "services: [{ service-id: srv-b }]");

            running.daemon.reload();
            log.await(line -> line.startsWith("Not reloaded: the configuration has problems"));
            running.daemon.reload();
            log.await(line -> line.startsWith("Not reloaded: the configuration has problems"));

            // The first reload has ended, because reloads follow each other.
            assertThat(Scrape.request(port, "GET", "/status.json").body())
                    .contains(": services[0].service-region: is required; " + file() + ":1:12: services[0].instances");
            reports.clear();
            assertThat(nextReport().serviceId()).isEqualTo("srv-a");
        }
    }

    @Test
    void leavesEverythingAsItWasWhenANewRoleCannotBeAssumed() throws Exception {
        serviceWithOneOfTwoDead("srv-a", US);
        aws.roles().deny("arn:aws:iam::123456789012:role/denied");
        write("srv-a, frequency: 1s");
        try (Running running = start()) {
            awaitPasses(1);
            write("srv-a, frequency: 1s, role-arn: 'arn:aws:iam::123456789012:role/denied'", "srv-b");

            running.daemon.reload();
            log.await(line -> line.startsWith("Not reloaded: AssumeRole of arn:aws:iam::123456789012:role/denied: "));

            reports.clear();
            assertThat(nextReport().result()).isEqualTo(ReconcileReport.Result.SUCCESS);
            assertThat(reports).extracting(ReconcileReport::serviceId).doesNotContain("srv-b");
        }
    }

    @Test
    void leavesADryRunAsItIsWhereOnlyAStartTakesOverTheMemory() throws Exception {
        serviceWithOneOfTwoDead("srv-a", US);
        writeWithStateDirectory("srv-a");
        try (Running before = start()) {
            awaitPasses(1);
        }
        reports.clear();
        writeWithStateDirectory("srv-a, frequency: 1s, dry-run: true");
        try (Running running = start()) {
            awaitPasses(1);
            writeWithStateDirectory("srv-a, frequency: 1s");

            running.daemon.reload();
            log.await(line ->
                    line.matches("Not reloaded: state directory \\S+ holds the memory of an earlier process.*"));

            assertThat(running.daemon.config().services()).allMatch(ServiceConfig::dryRun);
        }
    }

    @Test
    void saysAtEveryReloadWhatNeedsARestartUntilTheChangeIsTakenBack() throws Exception {
        aws.cloudMap(US).createService("srv-a");
        write("srv-a");
        String atStart = Files.readString(file());
        String warning = "journal-retention has changed, which takes effect at the next restart only";
        try (Running running = start()) {
            Files.writeString(file(), atStart + "journal-retention: 30d\n");
            assertThat(linesOfAReload(running)).contains(warning);
            assertThat(linesOfAReload(running)).contains(warning);

            Files.writeString(file(), atStart);
            assertThat(linesOfAReload(running)).isNotEmpty().doesNotContain(warning);
        }
    }

    private List<String> linesOfAReload(Running running) throws InterruptedException {
        List<String> lines = new ArrayList<>();
        running.daemon.reload();
        log.await(line -> lines.add(line) && line.startsWith("Reloaded: "));
        return lines;
    }

    @Test
    void takesAnUnchangedFileForASuccess() throws Exception {
        aws.cloudMap(US).createService("srv-a");
        write("srv-a");
        try (Running running = start()) {
            running.daemon.reload();
            log.await(line -> line.equals("Reloaded: 0 added, 0 changed, 0 removed, 1 unchanged"));
        }
    }

    @Test
    void endsTheAlarmWhenAWatchedFileGoesBackToWhatIsInEffect() throws Exception {
        aws.cloudMap(US).createService("srv-a");
        write("srv-a");
        String good = Files.readString(file());
        try (Running running = start(daemon -> daemon.watch(file()))) {
            Files.writeString(file(), good + "nonsense: 1\n");
            log.await(line -> line.startsWith("Not reloaded: the configuration has problems"));
            assertThat(Scrape.page(port)).contains("\naws_cloud_unmap_config_last_reload_successful 0.0");

            Files.writeString(file(), good);
            log.await(line -> line.equals("Reloaded: 0 added, 0 changed, 0 removed, 1 unchanged"));
            assertThat(Scrape.page(port)).contains("\naws_cloud_unmap_config_last_reload_successful 1.0");
        }
    }

    @Test
    void keepsTheLastFileAndNoThreadMoreAfterAThousandReloads() throws Exception {
        aws.cloudMap(US).createService("srv-a");
        aws.cloudMap(US).createService("srv-b");
        write("srv-a");
        try (Running running = start()) {
            awaitPasses(1);
            running.daemon.reload();
            log.await(line -> line.startsWith("Reloaded"));
            for (int i = 0; i < 1000; i++) {
                write("srv-a, frequency: " + (i % 2 + 1) + "s", i % 2 == 0 ? "srv-a2" : "srv-b");
                running.daemon.reload();
            }
            write("srv-b, frequency: 7h");
            running.daemon.reload();
            log.await(line -> line.matches("Reloaded: .*removed \\(srv-a[;)].*, (0|1) unchanged"));

            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .filteredOn(name -> name.matches("(worker|request|reload|timeout)-\\d+"))
                    .hasSizeLessThan(20);
            // Its series go with the end of the pass in flight.
            String page = Scrape.page(port);
            for (int i = 0; i < 1000 && page.contains("srv-a"); i++) {
                page = Scrape.page(port);
            }
            assertThat(page).contains("srv-b").doesNotContain("srv-a");
        }
    }

    private void serviceWithOneOfTwoDead(String id, String region) {
        aws.cloudMap(US).createService(id);
        for (int host = 1; host <= 2; host++) {
            String address = "10." + id.charAt(4) % 100 + ".0." + host;
            String instance = aws.ec2(region).launch(address);
            aws.cloudMap(US).register(id, instance, Map.of("AWS_INSTANCE_IPV4", address));
            if (host == 2) {
                aws.ec2(region).terminate(instance);
            }
        }
    }

    private Path file() {
        return directory.resolve("unmap.yaml");
    }

    /** Each service is its id and, after it, any keys of its own. */
    private void write(String... services) throws Exception {
        write(List.of(), services);
    }

    private void writeWithStateDirectory(String service) throws Exception {
        write(service);
        Files.writeString(file(), "state-directory: " + directory.resolve("state") + "\n", StandardOpenOption.APPEND);
    }

    private void write(List<String> first, String... services) throws Exception {
        StringBuilder yaml = new StringBuilder("prometheus: { enabled: true, port: " + port + " }\n"
                + "defaults: { service-region: us-east-1, instances-regions: [us-east-1] }\nservices:\n");
        for (String service : Stream.concat(first.stream(), Stream.of(services)).toList()) {
            yaml.append("  - { service-id: ").append(service).append(" }\n");
        }
        Path next = Files.writeString(directory.resolve("next.yaml"), yaml);
        Files.move(next, file(), StandardCopyOption.ATOMIC_MOVE);
    }

    private Running start() throws Exception {
        return start(daemon -> {});
    }

    private Running start(Consumer<Daemon> beforeTheRun) throws Exception {
        ConfigSource source = () -> ConfigLoader.loadFile(file());
        Daemon daemon = new Daemon(source.load(), source, AwsSettings.local(aws.endpoint()), reports::add);
        beforeTheRun.accept(daemon);
        return new Running(daemon, CompletableFuture.supplyAsync(() -> run(daemon)));
    }

    private static boolean run(Daemon daemon) {
        try {
            return daemon.run();
        } catch (InterruptedException | InvalidConfigException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitPasses(int passes) throws Exception {
        for (int i = 0; i < passes; i++) {
            nextReport();
        }
    }

    private ReconcileReport nextReport() throws Exception {
        ReconcileReport report = reports.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        assertThat(report).as("a pass").isNotNull();
        return report;
    }

    private record Running(Daemon daemon, CompletableFuture<Boolean> run) implements AutoCloseable {
        void stop() {
            daemon.stop();
            assertThat(run.orTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS).join())
                    .isTrue();
        }

        @Override
        public void close() {
            stop();
            daemon.close();
        }
    }
}
