package io.github.cloudunmap.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "300, PT5M",
        "90s, PT90S",
        "5m, PT5M",
        "2h, PT2H",
        "1d, PT24H",
        "500ms, PT0.5S",
        "1h30m, PT1H30M",
        "1d2h3m4s5ms, PT26H3M4.005S",
        "5m7ms, PT5M0.007S",
        "007, PT7S"
    })
    void readsUnitsAndBareSeconds(String text, Duration duration) {
        assertThat(DurationText.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5 m", "1.5s", "-5", "5M", "30m1h", "1h1h", "m", "PT5M", "9999999999", "5ms5s", "٣s"})
    void refusesEverythingElse(String text) {
        assertThatThrownBy(() -> DurationText.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("must be a duration such as 90s, 5m or 1h30m, or a number of seconds, not %s"
                        .formatted(text.isEmpty() ? "''" : text));
    }

    @ParameterizedTest
    @CsvSource({"PT0S, 0s", "PT60S, 1m", "PT90S, 1m30s", "PT24H, 1d", "PT26H3M4.005S, 1d2h3m4s5ms", "PT0.5S, 500ms"})
    void writesTheLargestUnits(Duration duration, String text) {
        assertThat(DurationText.format(duration)).isEqualTo(text);
    }

    @Test
    void theLongestTextDoesNotOverflow() {
        assertThat(DurationText.parse("999999999d999999999h999999999m999999999s999999999ms"))
                .isGreaterThan(Duration.ofDays(999_999_999));
    }
}
