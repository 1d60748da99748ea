package io.github.cloudunmap.program;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.metrics.Scrape;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of the exporter that open connections and ask for nothing, in a process that cuts nobody off for an hour. */
@Tag("long")
final class ManyConnectionsTest {
    private static final int MOST_CONNECTIONS_OF_A_CLIENT = 16;
    /** More than the program opens by itself, and less than that and the most connections together. */
    private static final int FEW_DESCRIPTORS = 150;

    private ExporterProcess exporter;

    @BeforeEach
    void start() throws Exception {
        exporter = ExporterProcess.startBy(
                List.of("sh", "-c", "ulimit -n " + FEW_DESCRIPTORS + " && exec \"$@\"", "sh"),
                "-Dsun.net.httpserver.maxReqTime=3600",
                "-Dsun.net.httpserver.maxRspTime=3600");
    }

    @AfterEach
    void close() throws IOException {
        exporter.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {150, 400})
    void answersAScrapeWhileOneClientHoldsConnections(int connections) throws Exception {
        for (int i = 0; i < connections; i++) {
            exporter.send("127.0.0.1", "");
        }

        assertThat(Scrape.page(exporter.port())).contains("aws_cloud_unmap_up{");
    }

    @Test
    void replacesTheConnectionOfAClientThatHasBeenSilentForLongest() throws Exception {
        Socket ofAnother = exporter.send("127.0.0.2", "GET /metrics HTTP/1.1\r\n");
        for (int i = 0; i < 2 * MOST_CONNECTIONS_OF_A_CLIENT; i++) {
            exporter.send("127.0.0.1", "");
        }

        for (Socket early : exporter.sockets().subList(1, MOST_CONNECTIONS_OF_A_CLIENT + 1)) {
            assertThat(early.getInputStream().read()).isEqualTo(-1);
        }
        for (Socket late : exporter.sockets()
                .subList(MOST_CONNECTIONS_OF_A_CLIENT + 1, exporter.sockets().size())) {
            assertThat(answer(late, "GET /-/healthy HTTP/1.1\r\nHost: x\r\n\r\n"))
                    .contains(" 200 ", "\r\nhealthy");
        }
        assertThat(answer(ofAnother, "Host: x\r\n\r\n")).contains("aws_cloud_unmap_up{");
    }

    @Test
    void answersAScrapeWhileClientsHoldEveryDescriptor() throws Exception {
        // On the class path of the tests, loading a class needs a descriptor: so the pass and a scrape come first.
        exporter.program().awaitLine(line -> line.contains("while reconciling service srv-web"));
        assertThat(Scrape.page(exporter.port())).contains("aws_cloud_unmap_up{");
        for (int i = 0; i < FEW_DESCRIPTORS; i++) {
            exporter.send("127.0.1." + (i + 1), "");
        }

        assertThat(Scrape.page(exporter.port())).contains("aws_cloud_unmap_up{");
    }

    @Test
    void answersAScrapeAfterManyRequestsWhoseBodiesNeverCome() throws Exception {
        for (int i = 0; i < FEW_DESCRIPTORS; i++) {
            exporter.send("127.0.0.1", "POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n");
        }

        assertThat(Scrape.page(exporter.port())).contains("aws_cloud_unmap_up{");
    }

    @Test
    void servesOneRequestOnAConnection() throws Exception {
        String request = "GET /-/healthy HTTP/1.1\r\nHost: x\r\n\r\n";

        assertThat(answer(exporter.send("127.0.0.1", ""), request.repeat(2)))
                .containsOnlyOnce("HTTP/1.1 200 OK")
                .contains("Connection: close");
    }

    private static String answer(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
        return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
}
