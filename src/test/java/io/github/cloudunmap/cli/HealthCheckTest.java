package io.github.cloudunmap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.cloudunmap.metrics.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthCheckTest {
    /** The first address is asked too, but nothing listens there. */
    private static final URI NOTHING_IS_THERE = URI.create("http://127.0.0.1:1/-/healthy");

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Test
    void isHealthyWhenToldSo() throws IOException {
        assertThat(answerTo(200)).isTrue();
    }

    @Test
    void isUnhealthyWhenALoopIsStuck() throws IOException {
        assertThat(answerTo(500)).isFalse();
    }

    @Test
    void isHealthyWhereNoMetricsAreServed() throws IOException {
        assertThat(HealthCheck.isHealthy(List.of(url(FreePort.next())))).isTrue();
    }

    private static boolean answerTo(int status) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
        server.createContext("/-/healthy", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        try {
            return HealthCheck.isHealthy(
                    List.of(NOTHING_IS_THERE, url(server.getAddress().getPort())));
        } finally {
            server.stop(0);
        }
    }

    private static URI url(int port) {
        return URI.create("http://" + LOOPBACK.getHostAddress() + ":" + port + "/-/healthy");
    }
}
