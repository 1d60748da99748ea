package io.github.cloudunmap.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cloudunmap.metrics.Exporter;
import io.github.cloudunmap.process.SystemTime;
import io.prometheus.client.CollectorRegistry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page in a real Chromium, which a machine may not have. */
@Tag("long")
class StatusBrowserTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        threads.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 500})
    void showsHostileTextAsTextAndAsksForNothingElse(int services) throws Exception {
        Optional<Chromium> chromium = Chromium.find();
        assumeTrue(chromium.isPresent(), "no Chromium on the PATH: the status page is not tried in a browser");
        Status status = ShownStatus.of(services, StatusPageTest.hostile());
        try (Exporter exporter = new Exporter(
                new CollectorRegistry(),
                "127.0.0.1",
                0,
                threads,
                new SystemTime(),
                List::of,
                () -> true,
                path -> page(path, status))) {
            String origin = "http://127.0.0.1:" + exporter.port();
            Path requests = directory.resolve("requests.json");

            Chromium.Visit visit =
                    chromium.get().visit(directory, "--dump-dom", "--log-net-log=" + requests, origin + "/");

            assertThat(asked).as(visit.log()).containsOnlyOnce("/status").isSubsetOf("/status", "/favicon.ico");
            assertThat(visit.dom())
                    .contains((services == 5 ? "2 of 6" : "3 of 501") + " services need attention")
                    .contains("&lt;script&gt;alert(1)&lt;/script&gt;\"'&amp;\\u202e\\nxxx")
                    .doesNotContain("<script");
            assertThat(visit.log().lines().filter(line -> line.contains("CONSOLE")))
                    .isEmpty();
            assertThat(requestsOf(origin, requests)).isEmpty();
        }
    }

    private Optional<Exporter.Page> page(String path, Status status) {
        asked.add(path);
        return path.equals("/status")
                ? Optional.of(new Exporter.Page(
                        200,
                        "text/html; charset=utf-8",
                        StatusPage.headers(),
                        StatusPage.of(status).getBytes(UTF_8)))
                : Optional.empty();
    }

    /** What the page itself asked for, as Chromium's log of the network has it. */
    private static List<String> requestsOf(String origin, Path log) throws Exception {
        List<String> urls = new ArrayList<>();
        for (JsonNode event : new ObjectMapper().readTree(log.toFile()).path("events")) {
            JsonNode parameters = event.path("params");
            if (parameters.path("initiator").asText().equals(origin)) {
                urls.add(parameters.path("url").asText());
            }
        }
        return urls;
    }
}
