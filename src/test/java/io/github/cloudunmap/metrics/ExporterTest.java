package io.github.cloudunmap.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cloudunmap.process.SystemTime;
import io.prometheus.client.Counter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ExporterTest {
    private static final String PAGE = """
            # HELP eggs_total Eggs laid.
            # TYPE eggs_total counter
            eggs_total 0.0
            """;

    private final ServedRegistry served = new ServedRegistry();

    @BeforeEach
    void countEggs() {
        Counter.build("eggs_total", "Eggs laid.").register(served.registry);
    }

    @AfterEach
    void close() {
        served.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/", "/metrics?name=x"})
    void servesTheMetricsWithoutTheTimesOfTheirCreation(String path) throws Exception {
        HttpResponse<String> answer = Scrape.request(served.port(), "GET", path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(answer.body()).isEqualTo(PAGE);
    }

    @Test
    void servesOpenMetricsToWhoAsksForIt() throws Exception {
        HttpResponse<String> answer =
                Scrape.request(served.port(), "GET", "/metrics", "Accept", "application/openmetrics-text");

        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValue("application/openmetrics-text; version=1.0.0; charset=utf-8");
        assertThat(answer.body()).endsWith("eggs_total 0.0\n# EOF\n");
    }

    @Test
    void zipsForWhoCanUnzip() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + served.port() + "/metrics"))
                .header("Accept-Encoding", "deflate, gzip")
                .build();

        HttpResponse<byte[]> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());

        assertThat(answer.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(answer.body()))).hasContent(PAGE);
    }

    @Test
    void zipsNothingForWhoRefusesIt() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + served.port() + "/metrics/"))
                .header("Accept-Encoding", "gzip;q=0")
                .build();

        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(answer.body()).isEqualTo(PAGE);
    }

    @Test
    void answersHeadWithTheHeadersOfThePageAlone() throws Exception {
        HttpResponse<String> answer = Scrape.request(served.port(), "HEAD", "/metrics");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).isPresent();
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS"})
    void refusesEveryMethodThatChangesThings(String method) throws Exception {
        HttpResponse<String> answer = Scrape.request(served.port(), method, "/metrics");

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
        assertThat(answer.body()).isEqualTo("only GET and HEAD are answered here\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metricsx", "/metrics/x", "/-/", "/favicon.ico"})
    void knowsNoOtherPage(String path) throws Exception {
        HttpResponse<String> answer = Scrape.request(served.port(), "GET", path);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo("there are /status, /status.json, /metrics, /-/healthy and /-/ready\n");
    }

    @Test
    void servesThePagesThatItIsGivenWithTheirHeaders() throws Exception {
        served.pages.put(
                "/status", new Exporter.Page(200, "text/html", Map.of("X-Policy", "none"), "<p>".getBytes(UTF_8)));

        HttpResponse<String> answer = Scrape.request(served.port(), "GET", "/status");
        HttpResponse<String> head = Scrape.request(served.port(), "HEAD", "/status");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html");
        assertThat(answer.headers().firstValue("X-Policy")).hasValue("none");
        assertThat(answer.body()).isEqualTo("<p>");
        assertThat(head.headers().firstValue("X-Policy")).hasValue("none");
        assertThat(head.body()).isEmpty();
        assertThat(Scrape.request(served.port(), "POST", "/status").statusCode())
                .isEqualTo(405);
    }

    @Test
    void leadsABrowserToTheStatusAndAScraperToTheMetrics() throws Exception {
        HttpResponse<String> browser = Scrape.request(
                served.port(), "GET", "/", "Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
        assertThat(browser.statusCode()).isEqualTo(302);
        assertThat(browser.headers().firstValue("Location")).hasValue("status");

        for (String accept : List.of("*/*", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5,*/*;q=0.1")) {
            assertThat(Scrape.request(served.port(), "GET", "/", "Accept", accept)
                            .body())
                    .contains("eggs_total 0.0");
        }
    }

    @Test
    void isHealthyWhileNoLoopIsStuck() throws Exception {
        HttpResponse<String> answer = Scrape.request(served.port(), "GET", "/-/healthy");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("healthy\n");
    }

    @Test
    void namesTheLoopsThatAreStuck() throws Exception {
        served.stuck = List.of("srv-queue", "srv-web");

        HttpResponse<String> answer = Scrape.request(served.port(), "GET", "/-/healthy");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).isEqualTo("srv-queue\nsrv-web\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true | 200 | ready",
                "false | 503 | not ready: some selection has not been read, or some service has not had its first pass"
            })
    void isReadyAfterTheFirstRound(boolean ready, int status, String text) throws Exception {
        served.ready = ready;

        HttpResponse<String> answer = Scrape.request(served.port(), "GET", "/-/ready");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(text + "\n");
    }

    /** That the server heeds them is shown by SlowClientsTest. */
    @ParameterizedTest
    @CsvSource({"sun.net.httpserver.maxReqTime, 10", "sun.net.httpserver.maxRspTime, 10"})
    void limitsWhatAClientMayTake(String property, String limit) {
        assertThat(System.getProperty(property)).isEqualTo(limit);
    }

    @Test
    void saysThatTheHostNameIsUnknown() {
        assertThatThrownBy(() -> new Exporter(
                        served.registry,
                        "no-such-host.invalid",
                        0,
                        Runnable::run,
                        new SystemTime(),
                        List::of,
                        () -> true,
                        path -> Optional.empty()))
                .isInstanceOf(IOException.class)
                .hasMessage("the host name is unknown");
    }
}
