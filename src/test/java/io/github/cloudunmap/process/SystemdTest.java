package io.github.cloudunmap.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
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

    @Test
    void feedsTheWatchdogTwiceAsOftenAsItHasToBe() {
        assertThat(new Systemd("60000000").feedEvery()).contains(Duration.ofSeconds(30));
        assertThat(new Systemd("1999").feedEvery()).contains(Duration.ofMillis(1));
    }

    @Test
    void feedsNoWatchdogWhoseTimeIsNoNumber() {
        assertThat(new Systemd("30s").feedEvery()).isEmpty();
        assertThat(new Systemd("99999999999999999999").feedEvery()).isEmpty();
        assertThat(new Systemd(null).feedEvery()).isEmpty();
    }
}
