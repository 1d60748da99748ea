package io.github.cloudunmap.events;

import io.github.cloudunmap.reconcile.TimeSource;
import java.time.Duration;

/**
 * Limits how often a service has early passes. Three may follow each other without a pause, and then one may begin
 * every two seconds. So in the long run, a flood of events costs no more than a pass every two seconds. All times are
 * in monotonic nanoseconds. Guarded by the caller.
 */
public final class EarlyPace {
    private static final long INTERVAL = Duration.ofSeconds(2).toNanos();
    private static final int BURST = 3;

    /**
     * The end of the latest interval that is taken. Each early pass takes an interval of two seconds, and no two
     * intervals overlap. A pass may begin up to two intervals before its own interval does. So three passes can follow
     * each other without a pause.
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
