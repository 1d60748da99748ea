package io.github.cloudunmap.daemon;

import static io.github.cloudunmap.daemon.LocalAws.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.daemon.LocalReload.Running;
import io.github.cloudunmap.metrics.Scrape;
import io.github.cloudunmap.reconcile.ReconcileReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reload that is rejected: everything stays as it was until the file is right again. */
@Tag("long")
final class RejectedReloadTest {
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
    void leavesEverythingAsItWasWhenTheFileHasAProblem() throws Exception {
        local.serviceWithOneOfTwoDead("srv-a", US);
        local.write("srv-a, frequency: 1s");
        try (Running running = local.start()) {
            local.awaitPasses(1);
            Files.writeString(local.file(), "services: [{ service-id: srv-b }]");

            running.daemon().reload();
            local.log.await(line -> line.startsWith("Not reloaded: the configuration has problems"));
            running.daemon().reload();
            local.log.await(line -> line.startsWith("Not reloaded: the configuration has problems"));

            // The first reload has ended, because reloads follow each other.
            assertThat(Scrape.request(local.port, "GET", "/status.json").body())
                    .contains(": services[0].service-region: is required; " + local.file()
                            + ":1:12: services[0].instances");
            local.reports.clear();
            assertThat(local.nextReport().serviceId()).isEqualTo("srv-a");
        }
    }

    @Test
    void leavesEverythingAsItWasWhenANewRoleCannotBeAssumed() throws Exception {
        local.serviceWithOneOfTwoDead("srv-a", US);
        local.aws.roles().deny("arn:aws:iam::123456789012:role/denied");
        local.write("srv-a, frequency: 1s");
        try (Running running = local.start()) {
            local.awaitPasses(1);
            local.write("srv-a, frequency: 1s, role-arn: 'arn:aws:iam::123456789012:role/denied'", "srv-b");

            running.daemon().reload();
            local.log.await(
                    line -> line.startsWith("Not reloaded: AssumeRole of arn:aws:iam::123456789012:role/denied: "));

            local.reports.clear();
            assertThat(local.nextReport().result()).isEqualTo(ReconcileReport.Result.SUCCESS);
            assertThat(local.reports).extracting(ReconcileReport::serviceId).doesNotContain("srv-b");
        }
    }

    @Test
    void leavesADryRunAsItIsWhereOnlyAStartTakesOverTheMemory() throws Exception {
        local.serviceWithOneOfTwoDead("srv-a", US);
        local.writeWithStateDirectory("srv-a");
        try (Running before = local.start()) {
            local.awaitPasses(1);
        }
        local.reports.clear();
        local.writeWithStateDirectory("srv-a, frequency: 1s, dry-run: true");
        try (Running running = local.start()) {
            local.awaitPasses(1);
            local.writeWithStateDirectory("srv-a, frequency: 1s");

            running.daemon().reload();
            local.log.await(line ->
                    line.matches("Not reloaded: state directory \\S+ holds the memory of an earlier process.*"));

            assertThat(running.daemon().config().services()).allMatch(ServiceConfig::dryRun);
        }
    }

    @Test
    void endsTheAlarmWhenAWatchedFileGoesBackToWhatIsInEffect() throws Exception {
        local.aws.cloudMap(US).createService("srv-a");
        local.write("srv-a");
        String good = Files.readString(local.file());
        try (Running running = local.start(daemon -> daemon.watch(local.file()))) {
            Files.writeString(local.file(), good + "nonsense: 1\n");
            local.log.await(line -> line.startsWith("Not reloaded: the configuration has problems"));
            assertThat(Scrape.page(local.port)).contains("\naws_cloud_unmap_config_last_reload_successful 0.0");

            Files.writeString(local.file(), good);
            local.log.await(line -> line.equals("Reloaded: 0 added, 0 changed, 0 removed, 1 unchanged"));
            assertThat(Scrape.page(local.port)).contains("\naws_cloud_unmap_config_last_reload_successful 1.0");
        }
    }
}
