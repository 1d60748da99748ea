package io.github.cloudunmap.daemon;

import io.github.cloudunmap.reconcile.TimeSource;
import java.time.Duration;
import java.time.Instant;

/**
 * Both clocks at one moment. Times of the monotonic clock mean nothing to another process, so they go through the wall
 * clock, which can be set.
 *
 * @param nanos of {@link TimeSource#nanos()}
 */
public record ClockReading(Instant wall, long nanos) {
    /** Far longer than any wait. A longer time must be wrong, and does not fit into nanoseconds. */
    private static final Duration LONGEST = Duration.ofDays(3650);

    static ClockReading of(TimeSource time) {
        return new ClockReading(time.now(), time.nanos());
    }

    /** The wall-clock time of a monotonic one, by this reading. */
    Instant wall(long at) {
        return wall.minusNanos(nanos - at);
    }

    /**
     * The monotonic time of a wall-clock time that another process wrote down. Between its writing and this reading,
     * the wall clock tells how much time went by, and none if it was set back. So waits get longer then, never shorter.
     *
     * @param savedAt when the other process wrote it down
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

    /** The time by which the wall clock was set since an earlier reading. */
    Duration setSince(ClockReading earlier) {
        return Duration.between(earlier.wall, wall)
                .minusNanos(nanos - earlier.nanos)
                .abs();
    }
}
