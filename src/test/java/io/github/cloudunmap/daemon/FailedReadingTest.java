package io.github.cloudunmap.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.daemon.LocalSelection.Running;
import io.github.cloudunmap.inmemory.ApiError;
import io.github.cloudunmap.metrics.FreePort;
import io.github.cloudunmap.metrics.Scrape;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A selection whose reading fails: it keeps the services that it had, and is read again. */
final class FailedReadingTest {
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
    void readsASelectionAgainThatFailsAtTheStartAndIsNotReadyMeanwhile() throws Exception {
        local.service("srv-1", "api-1");
        local.aws.on("ListServices").fail(ApiError.accessDenied());
        local.port = FreePort.next();
        try (Running running = local.start("select: { namespace: prod.local }", "service-id: srv-2")) {
            local.cloudMap.createService("srv-2");
            local.line(
                    "Selection prod.local in us-east-1 cannot be read, so it finds no services yet; it is read again in 2 s:"
                            + " ListServices of namespace " + local.prod + " in us-east-1: User is not authorized");
            assertThat(local.nextReport().serviceId()).isEqualTo("srv-2");
            assertThat(ready()).isEqualTo(503);
            local.line(
                    "Selection prod.local in us-east-1 cannot be read, so it finds no services yet; it is read again in 4 s");
            assertThat(Scrape.page(local.port))
                    .contains("aws_cloud_unmap_selected_services{selection=\"prod.local in us-east-1\",} 0.0")
                    .contains(
                            "aws_cloud_unmap_selection_last_success_timestamp_seconds{selection=\"prod.local in us-east-1\",} 0.0");

            running.write("select: { namespace: prod.local }, frequency: 2h", "service-id: srv-2");
            running.daemon.reload();
            local.line("Reloaded: 0 added, 0 changed, 0 removed, 1 unchanged; settings changed: selections");
            running.write("select: { namespace: " + local.prod + " }", "service-id: srv-2");
            running.daemon.reload();
            local.line(
                    "Not reloaded: ListServices of namespace " + local.prod + " in us-east-1: User is not authorized");

            local.aws.on("ListServices").clear();

            local.line("Selection prod.local in us-east-1 can be read again");
            local.line("Selections: 1 found (srv-1, api-1)");
            assertThat(local.pass()).isEqualTo("srv-1");
            while (ready() != 200) {
                Thread.onSpinWait();
            }
            assertThat(Scrape.page(local.port))
                    .contains("aws_cloud_unmap_selected_services{selection=\"prod.local in us-east-1\",} 1.0")
                    .containsPattern(
                            "selection_readings_total\\{selection=\"prod.local in us-east-1\",result=\"failed\",} [2-9]");
        }
    }

    @Test
    void keepsWhatItHadIfTheListFailsInTheMiddle() throws Exception {
        for (int i = 0; i < 150; i++) {
            local.cloudMap.createService("srv-" + i, local.prod, "api-" + i);
        }
        try (Running running = local.start("select: { namespace: " + local.prod + " }")) {
            local.line("Selections: 150 found");

            local.cloudMap.deleteService("srv-0");
            local.aws.on("ListServices").before(call -> {
                if (call.nextToken() != null) {
                    throw ApiError.accessDenied();
                }
            });
            assertThat(running.daemon.expand().join()).isFalse();
            local.line(
                    "Selection " + local.prod + " in us-east-1 cannot be read, so it keeps the services that it had");
            local.aws.on("ListServices").clear();
            assertThat(running.daemon.expand().join()).isTrue();

            local.line("Selections: 0 found, 0 changed, 1 gone (srv-0), 149 unchanged");
        }
    }

    private int ready() throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + local.port + "/-/ready"))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
