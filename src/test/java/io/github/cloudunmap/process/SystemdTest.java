package io.github.cloudunmap.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SystemdTest {
    private static final String PLACE = "jna.tmpdir";

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
    void unpacksItsLibraryBelowTheTemporaryDirectoryUnlessJavaOptsNameAnother() {
        String before = System.getProperty(PLACE);
        try {
            System.setProperty(PLACE, "/run/mine");
            Systemd.of(Map.of("NOTIFY_SOCKET", "/run/systemd/notify"));
            assertThat(System.getProperty(PLACE)).isEqualTo("/run/mine");

            System.clearProperty(PLACE);
            Systemd.of(Map.of("NOTIFY_SOCKET", "/run/systemd/notify"));
            assertThat(System.getProperty(PLACE)).isEqualTo(System.getProperty("java.io.tmpdir"));
        } finally {
            System.clearProperty(PLACE);
            if (before != null) {
                System.setProperty(PLACE, before);
            }
        }
    }

    @Test
    void feedsNoWatchdogWhoseTimeIsNoNumber() {
        assertThat(new Systemd("30s").feedEvery()).isEmpty();
        assertThat(new Systemd("99999999999999999999").feedEvery()).isEmpty();
        assertThat(new Systemd(null).feedEvery()).isEmpty();
    }
}
