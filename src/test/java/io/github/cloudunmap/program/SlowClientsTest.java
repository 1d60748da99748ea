package io.github.cloudunmap.program;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.metrics.Scrape;
import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clients of the exporter that hold on to it, in a process whose limits are a second instead of ten. */
@Tag("long")
final class SlowClientsTest {
    /** More than the exporter has threads. */
    private static final int CLIENTS = 20;

    private ExporterProcess exporter;

    @BeforeEach
    void start() throws Exception {
        exporter = ExporterProcess.start("-Dsun.net.httpserver.maxReqTime=1", "-Dsun.net.httpserver.maxRspTime=1");
    }

    @AfterEach
    void close() throws IOException {
        exporter.close();
    }

    @Test
    void answersAScrapeWhileManyClientsNeverFinishTheirRequests() throws Exception {
        for (int i = 0; i < CLIENTS; i++) {
            exporter.send("GET /metrics HTTP/1.1\r\nHost: x\r\nX-Slow:");
        }

        assertThat(Scrape.page(exporter.port())).contains("aws_cloud_unmap_up{");
    }

    @Test
    void cutsAClientOffThatNeverFinishesItsRequest() throws Exception {
        assertThat(exporter.send("GET /metrics HTTP/1.1\r\n").getInputStream().read())
                .isEqualTo(-1);
    }

    @Test
    void cutsAClientOffThatNeverSendsItsBody() throws Exception {
        Socket socket = exporter.send("POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n");

        assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII)).startsWith("HTTP/1.1 405 ");
    }

    @Test
    void survivesClientsThatSendNonsenseOrGoAway() throws Exception {
        for (int i = 0; i < CLIENTS; i++) {
            exporter.send("\0\0\r\n\r\n");
            exporter.send("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n").close();
        }

        assertThat(Scrape.page(exporter.port())).contains("aws_cloud_unmap_up{");
    }

    @Test
    void answersAScrapeWhileManyClientsDoNotReadTheirAnswers() throws Exception {
        String thousandRequests = "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n".repeat(1000);
        for (int i = 0; i < CLIENTS; i++) {
            exporter.send(thousandRequests);
        }

        assertThat(Scrape.page(exporter.port())).contains("aws_cloud_unmap_up{");
    }
}
