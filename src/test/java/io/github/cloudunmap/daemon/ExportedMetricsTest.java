package io.github.cloudunmap.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.aws.AwsSettings;
import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.ConfigPrinter;
import io.github.cloudunmap.config.yaml.ConfigLoader;
import io.github.cloudunmap.inmemory.InMemoryAws;
import io.github.cloudunmap.metrics.FreePort;
import io.github.cloudunmap.metrics.Scrape;
import io.github.cloudunmap.reconcile.ReconcileReport;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The page that Prometheus scrapes, over HTTP. */
final class ExportedMetricsTest {
    private static final String UP = "aws_cloud_unmap_up{service_id=\"srv-web\",} 1.0";
    private static final String LAST_SUCCESS =
            "aws_cloud_unmap_last_reconcile_success_timestamp_seconds{service_id=\"srv-web\",} ";

    private final InMemoryAws aws = InMemoryAws.start();

    @AfterEach
    void close() {
        aws.close();
    }

    @Test
    void showsAServiceFromTheStartWithZeroForASuccessItNeverHad() throws Exception {
        int port = FreePort.next();
        try (Daemon daemon = Daemon.withoutFile(config(port), AwsSettings.local(aws.endpoint()), report -> {})) {
            assertThat(daemon).isNotNull();
            assertThat(Scrape.samples(port)).contains(UP, LAST_SUCCESS + "0.0");
        }
    }

    @Test
    void showsWhenTheLastPassSucceeded() throws Exception {
        aws.cloudMap("us-east-1").createService("srv-web");
        int port = FreePort.next();
        ReconcileReport[] seen = new ReconcileReport[1];
        try (Daemon daemon =
                Daemon.withoutFile(config(port), AwsSettings.local(aws.endpoint()), report -> seen[0] = report)) {
            assertThat(daemon.runOnce()).isTrue();
            assertThat(Scrape.samples(port))
                    .contains(LAST_SUCCESS + (double) seen[0].endedAt().getEpochSecond());
        }
    }

    @Test
    void doesNotCountARefusedPassAsASuccess() throws Exception {
        aws.cloudMap("us-east-1").createService("srv-web");
        aws.cloudMap("us-east-1").register("srv-web", "i-0123456789abcdef0", Map.of("AWS_INSTANCE_IPV4", "10.0.0.1"));
        int port = FreePort.next();
        try (Daemon daemon = Daemon.withoutFile(config(port), AwsSettings.local(aws.endpoint()), report -> {})) {
            assertThat(daemon.runOnce()).isFalse();
            assertThat(Scrape.samples(port)).contains(UP, LAST_SUCCESS + "0.0");
        }
    }

    @Test
    void isReadyAfterThePassThatEndsTheFirstRound() throws Exception {
        aws.cloudMap("us-east-1").createService("srv-web");
        int port = FreePort.next();
        try (Daemon daemon = Daemon.withoutFile(config(port), AwsSettings.local(aws.endpoint()), report -> {})) {
            assertThat(Scrape.request(port, "GET", "/-/ready").statusCode()).isEqualTo(503);
            assertThat(daemon.runOnce()).isTrue();
            assertThat(Scrape.request(port, "GET", "/-/ready").statusCode()).isEqualTo(200);
            assertThat(Scrape.request(port, "GET", "/-/healthy").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void showsTheWorkerThatIsBusyWithAPass() throws Exception {
        aws.cloudMap("us-east-1").createService("srv-web");
        int port = FreePort.next();
        try (Daemon daemon = Daemon.withoutFile(config(port), AwsSettings.local(aws.endpoint()), report -> {})) {
            List<String> duringThePass = new CopyOnWriteArrayList<>();
            aws.on("ListInstances").before(call -> duringThePass.addAll(samples(port)));
            assertThat(daemon.runOnce()).isTrue();
            assertThat(duringThePass).contains("aws_cloud_unmap_workers 4.0", "aws_cloud_unmap_workers_busy 1.0");
            assertThat(samples(port))
                    .contains("aws_cloud_unmap_workers_busy 0.0", "aws_cloud_unmap_queue_delay_seconds_count 1.0");
        }
    }

    /** {@code check FILE | sha256sum} says the same. */
    @Test
    void showsTheHashOfTheSettingsInEffect() throws Exception {
        int port = FreePort.next();
        Config config = config(port);
        byte[] hash = MessageDigest.getInstance("SHA-256")
                .digest(ConfigPrinter.render(config).getBytes(UTF_8));
        try (Daemon daemon = Daemon.withoutFile(config, AwsSettings.local(aws.endpoint()), report -> {})) {
            assertThat(daemon).isNotNull();
            assertThat(Scrape.samples(port, "aws_cloud_unmap_config_info"))
                    .containsExactly("aws_cloud_unmap_config_info{sha256=\""
                            + HexFormat.of().formatHex(hash) + "\",} 1.0");
            assertThat(Scrape.samples(port))
                    .contains(
                            "aws_cloud_unmap_config_last_reload_successful 1.0",
                            "aws_cloud_unmap_frequency_seconds{service_id=\"srv-web\",} 300.0");
        }
    }

    private static List<String> samples(int port) {
        try {
            return Scrape.samples(port);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Config config(int port) throws Exception {
        return ConfigLoader.parse("test.yaml", """
                prometheus: { enabled: true, port: %d }
                services: [{ service-id: srv-web, service-region: us-east-1, instances-regions: [us-east-1] }]
                """.formatted(port));
    }
}
