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
     * The time up to which the early passes so far have used their intervals: each pass uses one interval of two
     * seconds. It may lie ahead of now by as many intervals as the burst allows.
     */
    private long usedUpTo;

    public EarlyPace(long now) {
        usedUpTo = now;
    }

    /** Returns the earliest time of the next early pass, at {@code now} or later. */
    public long next(long now) {
        return TimeSource.later(usedUpTo - (BURST - 1) * INTERVAL, now);
    }

    /** An early pass begins. */
    public void begun(long now) {
        usedUpTo = TimeSource.later(usedUpTo, now) + INTERVAL;
    }
}
