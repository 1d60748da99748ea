package io.github.cloudunmap.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.ConfigLoader;
import io.github.cloudunmap.demo.InMemoryAws;
import io.github.cloudunmap.reconcile.ReconcileReport;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
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
        int port = freePort();
        try (Daemon daemon = LocalAws.daemon(config(port), aws, report -> {})) {
            assertThat(daemon).isNotNull();
            assertThat(scrape(port)).contains(UP, LAST_SUCCESS + "0.0");
        }
    }

    @Test
    void showsWhenTheLastPassSucceeded() throws Exception {
        aws.cloudMap("us-east-1").createService("srv-web");
        int port = freePort();
        ReconcileReport[] seen = new ReconcileReport[1];
        try (Daemon daemon = LocalAws.daemon(config(port), aws, report -> seen[0] = report)) {
            assertThat(daemon.runOnce()).isTrue();
            assertThat(scrape(port))
                    .contains(LAST_SUCCESS + (double) seen[0].endedAt().getEpochSecond());
        }
    }

    @Test
    void doesNotCountARefusedPassAsASuccess() throws Exception {
        aws.cloudMap("us-east-1").createService("srv-web");
        aws.cloudMap("us-east-1").register("srv-web", "i-0123456789abcdef0", Map.of("AWS_INSTANCE_IPV4", "10.0.0.1"));
        int port = freePort();
        try (Daemon daemon = LocalAws.daemon(config(port), aws, report -> {})) {
            assertThat(daemon.runOnce()).isFalse();
            assertThat(scrape(port)).contains(UP, LAST_SUCCESS + "0.0");
        }
    }

    private static Config config(int port) throws Exception {
        return ConfigLoader.parse("test.yaml", """
                prometheus: { enabled: true, port: %d }
                services: [{ service-id: srv-web, service-region: us-east-1, instances-regions: [us-east-1] }]
                """.formatted(port));
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static List<String> scrape(int port) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofLines())
                .body()
                .toList();
    }
}
