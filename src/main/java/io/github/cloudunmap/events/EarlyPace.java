package io.github.cloudunmap.events;

import io.github.cloudunmap.reconcile.TimeSource;
import java.time.Duration;

/**
 * Limits how often a service has early passes: three at once, and then one every two seconds. So a flood of events
 * costs no more than a pass every two seconds. All times are in monotonic nanoseconds. Guarded by the caller.
 */
public final class EarlyPace {
    private static final long INTERVAL = Duration.ofSeconds(2).toNanos();
    private static final int BURST = 3;

    /**
     * The end of the latest interval of two seconds that an early pass has used. Each early pass uses one interval. In
     * a burst, passes use intervals that lie ahead of now, up to three.
     */
    private long usedUpTo;

    public EarlyPace(long now) {
        usedUpTo = now;
    }

    /** Returns the earliest time of the next early pass, at {@code now} or later. */
    public long next(long now) {
        return TimeSource.later(usedUpTo - (BURST - 1) * INTERVAL, now);
    }

    /** Notes that an early pass begins. */
    public void begun(long now) {
        usedUpTo = TimeSource.later(usedUpTo, now) + INTERVAL;
    }
}
