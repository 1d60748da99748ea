package io.github.cloudunmap.daemon;

import io.github.cloudunmap.reconcile.TimeSource;
import java.time.Duration;
import java.time.Instant;

/**
 * The wall clock and the monotonic clock, read at the same moment, to convert times from one to the other. The memory
 * holds wall-clock times, because monotonic times mean nothing to another process. If the wall clock has been set
 * since the memory was saved, a time from the memory is converted wrongly: see {@link #nanos(Instant, Instant)}.
 *
 * @param nanos the monotonic clock: {@link TimeSource#nanos()}
 */
public record ClockReading(Instant wall, long nanos) {
    /**
     * A longer time between two wall-clock times is cut to this: it must come from a wrong clock, and might not fit
     * into nanoseconds.
     */
    private static final Duration LONGEST = Duration.ofDays(3650);

    static ClockReading of(TimeSource time) {
        return new ClockReading(time.now(), time.nanos());
    }

    /** Converts a monotonic time of this process to wall-clock time. */
    Instant wall(long at) {
        return wall.minusNanos(nanos - at);
    }

    /**
     * Converts a wall-clock time of another process to the monotonic time of this process. If the wall clock was set
     * back so far that it now shows a time before {@code savedAt}, the time since the save counts as zero.
     *
     * <p>A wait that began at {@code at}, such as grace, lasts longer if the wall clock was set back since the save.
     * It ends too early if the wall clock was set forward, because the program cannot tell this from time that has
     * passed.
     *
     * @param at the time to convert
     * @param savedAt when the other process saved the time, by the wall clock
     */
    long nanos(Instant at, Instant savedAt) {
        return nanos - between(at, savedAt) - between(savedAt, wall);
    }

    private static long between(Instant earlier, Instant later) {
        if (!earlier.isBefore(later)) {
            return 0;
        }
        Duration between = Duration.between(earlier, later);
        return (between.compareTo(LONGEST) < 0 ? between : LONGEST).toNanos();
    }

    /** Returns by how much the wall clock was set, forward or back, since an earlier reading. Never negative. */
    Duration setSince(ClockReading earlier) {
        return Duration.between(earlier.wall, wall)
                .minusNanos(nanos - earlier.nanos)
                .abs();
    }
}
