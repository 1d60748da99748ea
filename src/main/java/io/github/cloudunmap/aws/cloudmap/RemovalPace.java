package io.github.cloudunmap.aws.cloudmap;

import io.github.cloudunmap.aws.call.RateLimiter;
import io.github.cloudunmap.aws.call.RateLimiter.Rate;
import io.github.cloudunmap.reconcile.TimeSource;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Limits the rate of removals in one region as one role. There is no limit until AWS throttles a removal. From then
 * on, a throttled removal lowers the rate, but at most once a second. Each accepted removal raises the rate. Once the
 * rate is high enough, there is no limit again. Any thread may call it.
 */
public final class RemovalPace {
    /**
     * The rate after the first throttled removal, in removals a second as all rates here. AWS publishes no quota for
     * DeregisterInstance, so the rate is found by trying.
     */
    private static final double FIRST = 10;

    private static final double SLOWEST = 0.5;
    private static final double GAIN = 0.2;
    /** Once the rate has risen to this value, there is no limit any more. */
    private static final double UNLIMITED = 50;
    /**
     * The least time between two reductions of the rate, in nanoseconds. Removals that are in flight together are also
     * throttled together, so they must lower the rate only once.
     */
    private static final long SLOWS_ONCE_IN = Duration.ofSeconds(1).toNanos();

    private final TimeSource time;
    private final RateLimiter limiter;

    // The fields below are guarded by this.
    private Rate rate = Rate.UNLIMITED;
    private long slowedAt;

    /** @param timer completes the future of each turn at the turn's time; the caller closes it */
    public RemovalPace(ScheduledExecutorService timer, TimeSource time) {
        this.time = time;
        this.limiter = new RateLimiter(this::rate, timer, time);
    }

    /** Returns a future that completes when the next removal may be prepared. */
    public CompletableFuture<Void> turn() {
        return limiter.turn();
    }

    private synchronized Rate rate() {
        return rate;
    }

    /**
     * Lowers the rate, because AWS has throttled a removal. Does nothing if the rate was lowered less than a second
     * ago, or is at its lowest.
     */
    public synchronized void throttled() {
        long now = time.nanos();
        if (rate.perSecond() == Double.POSITIVE_INFINITY) {
            rate = new Rate(FIRST, 1);
            slowedAt = now;
        } else if (now - slowedAt >= SLOWS_ONCE_IN) {
            rate = new Rate(Math.max(SLOWEST, rate.perSecond() / 2), 1);
            slowedAt = now;
        }
    }

    /** Raises the rate, because AWS has accepted a removal. */
    public synchronized void admitted() {
        double faster = rate.perSecond() + GAIN;
        rate = faster >= UNLIMITED ? Rate.UNLIMITED : new Rate(faster, 1);
    }
}
