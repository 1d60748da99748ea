package io.github.cloudunmap.program;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.metrics.Scrape;
import java.io.IOException;
import java.net.Socket;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What clients of the exporter can make it hold: threads, memory and series. SlowClientsTest is about time, and
 * ManyConnectionsTest about connections.
 */
@Tag("long")
final class ExporterLimitsTest {
    private static final int SLOW_CLIENTS = 50;
    private static final int MOST_THREADS = 9;

    private ExporterProcess exporter;

    @BeforeEach
    void start() throws Exception {
        exporter = ExporterProcess.start(
                "-Dsun.net.httpserver.maxReqTime=1", "-Dsun.net.httpserver.maxRspTime=1", "-Xmx64m");
    }

    @AfterEach
    void close() throws IOException {
        exporter.close();
    }

    @Test
    void servesManyClientsWithItsFewThreads() throws Exception {
        double before = threads();
        for (int i = 0; i < SLOW_CLIENTS; i++) {
            exporter.send("GET /metrics HTTP/1.1\r\nHost: x\r\nX-Slow:");
        }

        // The program's own threads come and go by a few; one for each client would be many more.
        assertThat(threads()).isLessThanOrEqualTo(before + 2 * MOST_THREADS);
    }

    @Test
    void readsNoEndlessHeader() throws Exception {
        Socket socket = exporter.send("GET /metrics HTTP/1.1\r\nHost: x\r\nX-Huge: ");
        byte[] filling = "x".repeat(1 << 20).getBytes(US_ASCII);

        assertThat(writesUntilCutOff(socket, filling, 1_000)).isLessThan(1_000);
        assertThat(Scrape.page(exporter.port())).contains("aws_cloud_unmap_up{");
    }

    @Test
    void readsNoEndlessBody() throws Exception {
        Socket socket = exporter.send("POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000000\r\n\r\n");
        byte[] filling = new byte[1 << 20];

        assertThat(writesUntilCutOff(socket, filling, 100_000)).isLessThan(100_000);
        assertThat(Scrape.page(exporter.port())).contains("aws_cloud_unmap_up{");
    }

    @Test
    void hasTheSameSeriesWhateverIsAskedFor() throws Exception {
        Set<String> before = Scrape.series(exporter.port());
        for (int i = 0; i < 200; i++) {
            assertThat(Scrape.request(exporter.port(), "GET", "/path/" + i + "/" + "x".repeat(i))
                            .statusCode())
                    .isEqualTo(404);
            assertThat(Scrape.request(exporter.port(), "METHOD" + i, "/metrics").statusCode())
                    .isEqualTo(405);
        }

        assertThat(Scrape.series(exporter.port())).isEqualTo(before);
    }

    private double threads() throws Exception {
        String sample = Scrape.samples(exporter.port(), "jvm_threads_current").get(0);
        return Double.parseDouble(sample.substring(sample.lastIndexOf(' ') + 1));
    }

    private static int writesUntilCutOff(Socket socket, byte[] bytes, int atMost) {
        int written = 0;
        try {
            while (written < atMost) {
                socket.getOutputStream().write(bytes);
                written++;
            }
        } catch (IOException e) {
            return written;
        }
        return written;
    }
}
