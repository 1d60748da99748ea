package io.github.cloudunmap.events;

import java.time.Duration;

/**
 * When a service may have its next early pass: three at once, and then one in two seconds. So a flood of events costs
 * no more than polling at that rate. All times are in nanoseconds. Guarded by the caller.
 */
public final class EarlyPace {
    private static final long INTERVAL = Duration.ofSeconds(2).toNanos();
    private static final int BURST = 3;

    /** The time at which all passes so far would have begun if they had come at the interval. */
    private long usedUpTo;

    public EarlyPace(long now) {
        usedUpTo = now - BURST * INTERVAL;
    }

    /** The earliest time of the next early pass, at {@code now} or later. */
    public long next(long now) {
        long free = usedUpTo - (BURST - 1) * INTERVAL;
        return free - now > 0 ? free : now;
    }

    /** An early pass begins. */
    public void begun(long now) {
        usedUpTo = (usedUpTo - now > 0 ? usedUpTo : now) + INTERVAL;
    }
}
