package io.github.cloudunmap.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How the times of another process are read by a clock that may have been set. */
final class ClockReadingTest {
    private static final Instant SAVED = Instant.parse("2026-11-29T12:00:00Z");
    private static final Instant STALE_SINCE = SAVED.minus(Duration.ofMinutes(40));
    private static final long NANOS = 1_000_000_000_000_000L;

    private static Duration age(Instant at, Instant now) {
        return Duration.ofNanos(NANOS - new ClockReading(now, NANOS).nanos(at, SAVED));
    }

    @Test
    void countsWhatWentByBeforeAndAfterTheSaving() {
        assertThat(age(STALE_SINCE, SAVED.plusSeconds(300))).isEqualTo(Duration.ofMinutes(45));
    }

    @Test
    void countsNothingAfterTheSavingIfTheClockWasSetBack() {
        assertThat(age(STALE_SINCE, SAVED.minus(Duration.ofHours(1)))).isEqualTo(Duration.ofMinutes(40));
        assertThat(age(STALE_SINCE, Instant.EPOCH)).isEqualTo(Duration.ofMinutes(40));
    }

    @Test
    void neverTellsATimeInTheFuture() {
        assertThat(age(SAVED.plusSeconds(60), SAVED)).isEqualTo(Duration.ZERO);
        assertThat(age(Instant.MAX, SAVED)).isEqualTo(Duration.ZERO);
    }

    @Test
    void boundsTimesThatCannotBeTrue() {
        assertThat(age(Instant.MIN, Instant.MAX)).isEqualTo(Duration.ofDays(7300));
    }

    @Test
    void givesATimeBackAsItWas() {
        ClockReading now = new ClockReading(SAVED, NANOS);
        long at = NANOS - 123_456_789;

        assertThat(now.nanos(now.wall(at), SAVED)).isEqualTo(at);
    }

    @Test
    void noticesThatTheClockWasSet() {
        ClockReading before = new ClockReading(SAVED, NANOS);
        ClockReading after = new ClockReading(SAVED.minusSeconds(3590), NANOS + 10_000_000_000L);

        assertThat(after.setSince(before)).isEqualTo(Duration.ofHours(1));
    }
}
