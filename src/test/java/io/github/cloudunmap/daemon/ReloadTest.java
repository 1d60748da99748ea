package io.github.cloudunmap.daemon;

import static io.github.cloudunmap.daemon.LocalAws.EU;
import static io.github.cloudunmap.daemon.LocalAws.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.daemon.LocalReload.Running;
import io.github.cloudunmap.metrics.Scrape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running program whose file changes: what a reload takes over, and what it leaves as it is. */
@Tag("long")
final class ReloadTest {
    private LocalReload local;

    @BeforeEach
    void open(@TempDir Path directory) throws IOException {
        local = new LocalReload(directory);
    }

    @AfterEach
    void close() {
        local.close();
    }

    @Test
    void takesOverWhatIsAddedChangedAndRemovedAndLeavesTheOthersTheirTimers() throws Exception {
        List<String> unchanged =
                IntStream.range(0, 298).mapToObj(i -> "srv-u" + i).toList();
        Stream.concat(unchanged.stream(), Stream.of("srv-changed", "srv-removed", "srv-added"))
                .forEach(id -> local.aws.cloudMap(US).createService(id));
        local.write(unchanged, "srv-changed", "srv-removed");
        try (Running running = local.start()) {
            local.awaitPasses(300);
            assertThat(Scrape.page(local.port)).contains("srv-removed").doesNotContain("srv-added");
            local.aws.calls().reset();
            local.write(unchanged, "srv-changed, frequency: 2h, unmap-stopped: true", "srv-added");

            running.daemon().reload();
            local.log.await(line -> line.startsWith("Reloaded"));

            assertThat(local.log.last())
                    .isEqualTo("Reloaded: 1 added (srv-added), 1 changed (srv-changed: frequency, unmap-stopped),"
                            + " 1 removed (srv-removed), 298 unchanged");
            assertThat(local.nextReport().serviceId()).isEqualTo("srv-added");
            // A timer that had begun anew would have made its service due at once, beside the added one.
            assertThat(local.reports).isEmpty();
            assertThat(local.aws.calls().log("ListInstances"))
                    .extracting(call -> call.serviceId())
                    .containsExactly("srv-added");
            assertThat(Scrape.page(local.port)).contains("srv-added").doesNotContain("srv-removed");
        }
    }

    @Test
    void readsTheNewRegionsFromTheNextPassOn() throws Exception {
        local.serviceWithOneOfTwoDead("srv-a", US);
        String european = local.aws.ec2(EU).launch("10.9.0.1");
        local.aws.cloudMap(US).register("srv-a", european, Map.of("AWS_INSTANCE_IPV4", "10.9.0.1"));
        local.write("srv-a, frequency: 1s, dry-run: true");
        try (Running running = local.start()) {
            local.awaitPasses(1);
            local.write("srv-a, frequency: 1s, dry-run: true, instances-regions: [eu-west-1]");

            running.daemon().reload();
            local.log.await(line -> line.startsWith("Reloaded"));
            local.reports.clear();
            local.nextReport(); // its pass may have begun before the reload
            local.aws.calls().reset();
            local.nextReport();

            assertThat(local.aws.calls().count("DescribeInstances", EU)).isPositive();
            assertThat(local.aws.calls().count("DescribeInstances", US)).isZero();
        }
    }

    @Test
    void saysAtEveryReloadWhatNeedsARestartUntilTheChangeIsTakenBack() throws Exception {
        local.aws.cloudMap(US).createService("srv-a");
        local.write("srv-a");
        String atStart = Files.readString(local.file());
        String warning = "journal-retention has changed, which takes effect at the next restart only";
        try (Running running = local.start()) {
            Files.writeString(local.file(), atStart + "journal-retention: 30d\n");
            assertThat(linesOfAReload(running)).contains(warning);
            assertThat(linesOfAReload(running)).contains(warning);

            Files.writeString(local.file(), atStart);
            assertThat(linesOfAReload(running)).isNotEmpty().doesNotContain(warning);
        }
    }

    private List<String> linesOfAReload(Running running) throws InterruptedException {
        List<String> lines = new ArrayList<>();
        running.daemon().reload();
        local.log.await(line -> lines.add(line) && line.startsWith("Reloaded: "));
        return lines;
    }

    @Test
    void takesAnUnchangedFileForASuccess() throws Exception {
        local.aws.cloudMap(US).createService("srv-a");
        local.write("srv-a");
        try (Running running = local.start()) {
            running.daemon().reload();
            local.log.await(line -> line.equals("Reloaded: 0 added, 0 changed, 0 removed, 1 unchanged"));
        }
    }

    @Test
    void keepsTheLastFileAndNoThreadMoreAfterAThousandReloads() throws Exception {
        local.aws.cloudMap(US).createService("srv-a");
        local.aws.cloudMap(US).createService("srv-b");
        local.write("srv-a");
        try (Running running = local.start()) {
            local.awaitPasses(1);
            running.daemon().reload();
            local.log.await(line -> line.startsWith("Reloaded"));
            for (int i = 0; i < 1000; i++) {
                local.write("srv-a, frequency: " + (i % 2 + 1) + "s", i % 2 == 0 ? "srv-a2" : "srv-b");
                running.daemon().reload();
            }
            local.write("srv-b, frequency: 7h");
            running.daemon().reload();
            local.log.await(line -> line.matches("Reloaded: .*removed \\(srv-a[;)].*, (0|1) unchanged"));

            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .filteredOn(name -> name.matches("(worker|request|reload|timeout)-\\d+"))
                    .hasSizeLessThan(20);
            // Its series go with the end of the pass in flight.
            String page = Scrape.page(local.port);
            for (int i = 0; i < 1000 && page.contains("srv-a"); i++) {
                page = Scrape.page(local.port);
            }
            assertThat(page).contains("srv-b").doesNotContain("srv-a");
        }
    }
}
