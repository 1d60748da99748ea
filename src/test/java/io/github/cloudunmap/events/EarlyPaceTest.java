package io.github.cloudunmap.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EarlyPaceTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 1, Long.MIN_VALUE + 1})
    void threeAtOnceAndThenOneInTwoSeconds(long start) {
        EarlyPace pace = new EarlyPace(start);
        long now = start;
        for (int pass = 0; pass < 10; pass++) {
            now = pace.next(now);
            pace.begun(now);
            assertThat(now - start).isEqualTo(Math.max(0L, pass - 2L) * 2 * SECOND);
        }
    }

    @Test
    void aPauseGivesTheBurstBack() {
        EarlyPace pace = new EarlyPace(0);
        for (int pass = 0; pass < 5; pass++) {
            pace.begun(pace.next(0));
        }
        long later = 60 * SECOND;
        for (int pass = 0; pass < 3; pass++) {
            assertThat(pace.next(later)).isEqualTo(later);
            pace.begun(later);
        }
        assertThat(pace.next(later)).isEqualTo(later + 2 * SECOND);
    }
}
