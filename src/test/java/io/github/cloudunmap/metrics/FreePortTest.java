package io.github.cloudunmap.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class FreePortTest {
    @Test
    void givesNoPortTwiceAlthoughNobodyListensOnIt() throws IOException {
        Set<Integer> given = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            assertThat(given.add(FreePort.next())).isTrue();
        }
    }

    @Test
    void givesAPortOnWhichAProgramCanListen() throws IOException {
        int port = FreePort.next();

        try (ServerSocket program = new ServerSocket(port)) {
            assertThat(program.getLocalPort()).isEqualTo(port);
        }
    }
}
