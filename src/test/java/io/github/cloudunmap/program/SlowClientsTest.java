package io.github.cloudunmap.program;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.demo.InMemoryAws;
import io.github.cloudunmap.metrics.Scrape;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clients of the exporter that hold on to it, in a process whose limits are a second instead of ten. */
@Tag("long")
final class SlowClientsTest {
    /** More than the exporter has threads. */
    private static final int CLIENTS = 20;

    private final InMemoryAws aws = InMemoryAws.start();
    private final List<Socket> sockets = new ArrayList<>();
    private int port;
    private ProgramProcess program;

    @BeforeEach
    void start() throws Exception {
        port = Scrape.freePort();
        program = ProgramProcess.start(
                aws.endpoint(),
                List.of("-Dsun.net.httpserver.maxReqTime=1", "-Dsun.net.httpserver.maxRspTime=1"),
                "--service-id",
                "srv-web",
                "--service-region",
                "us-east-1",
                "--instances-region",
                "us-east-1",
                "--enable-prometheus",
                "--prometheus-port",
                Integer.toString(port));
        program.awaitLine(line -> line.contains("exporter listening"));
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        program.close();
        aws.close();
    }

    @Test
    void answersAScrapeWhileManyClientsNeverFinishTheirRequests() throws Exception {
        for (int i = 0; i < CLIENTS; i++) {
            send("GET /metrics HTTP/1.1\r\nHost: x\r\nX-Slow:");
        }

        assertThat(Scrape.page(port)).contains("aws_cloud_unmap_up{");
    }

    @Test
    void cutsAClientOffThatNeverFinishesItsRequest() throws Exception {
        assertThat(send("GET /metrics HTTP/1.1\r\n").getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void cutsAClientOffThatNeverSendsItsBody() throws Exception {
        Socket socket = send("POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n");

        assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII)).startsWith("HTTP/1.1 405 ");
    }

    @Test
    void survivesClientsThatSendNonsenseOrGoAway() throws Exception {
        for (int i = 0; i < CLIENTS; i++) {
            send("\0\0\r\n\r\n");
            send("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n").close();
        }

        assertThat(Scrape.page(port)).contains("aws_cloud_unmap_up{");
    }

    @Test
    void answersAScrapeWhileManyClientsDoNotReadTheirAnswers() throws Exception {
        String thousandRequests = "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n".repeat(1000);
        for (int i = 0; i < CLIENTS; i++) {
            send(thousandRequests);
        }

        assertThat(Scrape.page(port)).contains("aws_cloud_unmap_up{");
    }

    private Socket send(String text) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        sockets.add(socket);
        socket.setSoTimeout(60_000);
        socket.getOutputStream().write(text.getBytes(US_ASCII));
        return socket;
    }
}
