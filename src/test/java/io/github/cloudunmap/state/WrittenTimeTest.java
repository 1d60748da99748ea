package io.github.cloudunmap.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WrittenTimeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-29T15:39:39Z",
                "2026-11-29T15:39:39.5Z",
                "2026-11-29T15:39:39.120Z",
                "2026-11-29T15:39:39.000000001Z",
                "2024-02-29T23:59:59.999999Z",
                "1970-01-01T00:00:00Z",
                "0000-01-01T00:00:00Z",
                "9999-12-31T23:59:59.999999999Z"
            })
    void readsATimeAsTheJdkDoes(String time) {
        assertThat(WrittenTime.parse(time)).isEqualTo(Instant.parse(time));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "2026-11-29",
                "2026-11-29T15:39:3Z",
                "2026-02-30T00:00:00Z",
                "2026-11-29T25:39:39Z",
                "2026-11-29T15:60:39Z",
                "2026-11-29T15:39:61Z",
                "2026-11-29T15:39:39.1234567890Z",
                "2026-11-29T15:39:39",
                "+12026-11-29T15:39:39Z"
            })
    void refusesWhatIsNoTime(String time) {
        isRefused(time);
    }

    @Test
    void refusesATimeWithAnyCharacterChanged() {
        String time = "2026-11-29T15:39:39.120Z";
        for (int i = 0; i < time.length(); i++) {
            for (char other : new char[] {'/', ':', 'x'}) {
                StringBuilder changed = new StringBuilder(time);
                changed.setCharAt(i, other);
                if (!changed.toString().equals(time)) {
                    isRefused(changed.toString());
                }
            }
        }
    }

    private static void isRefused(String time) {
        assertThatThrownBy(() -> WrittenTime.parse(time)).as(time).isInstanceOf(DateTimeException.class);
    }
}
