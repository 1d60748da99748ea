package io.github.cloudunmap.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SystemdTest {
    private final List<String> told = new ArrayList<>();
    private final Systemd systemd = new Systemd(null) {
        @Override
        void send(String state) {
            told.add(state.split("\n", 2)[0]);
        }
    };

    @Test
    void doesNotCallTheProgramReadyOnceItStops() {
        systemd.ready("started");
        systemd.reloading(0);
        systemd.stopping();
        systemd.ready("reloaded");
        systemd.reloading(0);

        assertThat(told).containsExactly("READY=1", "RELOADING=1", "STOPPING=1");
    }
}
