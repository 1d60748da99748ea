package io.github.cloudunmap.aws.cloudmap;

import io.github.cloudunmap.reconcile.TimeSource;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Limits the rate of removals in one region as one role. There is no limit until AWS throttles a removal. From then
 * on, a throttled removal lowers the rate, and an admitted one raises it. Any thread may call it.
 */
public final class RemovalPace {
    /**
     * All rates are removals a second. AWS publishes no quota for DeregisterInstance, so the rate is found by trying.
     */
    private static final double FIRST = 10;

    private static final double SLOWEST = 0.5;
    private static final double GAIN = 0.2;
    /** At this rate the limit is lifted again. */
    private static final double UNLIMITED = 50;
    /** Removals that are in flight together are also throttled together. They lower the rate once, not once each. */
    private static final long SLOWS_ONCE_IN = Duration.ofSeconds(1).toNanos();

    private final ScheduledExecutorService timer;
    private final TimeSource time;

    // The fields below are guarded by this.
    private double rate = Double.POSITIVE_INFINITY;
    private long nextTurn;
    private long slowedAt;

    /** @param timer completes each turn when its time has come; stays the caller's to close */
    public RemovalPace(ScheduledExecutorService timer, TimeSource time) {
        this.timer = timer;
        this.time = time;
    }

    /** Completes when the next removal may be prepared. */
    public CompletableFuture<Void> turn() {
        CompletableFuture<Void> turn = new CompletableFuture<>();
        long wait = take();
        if (wait <= 0) {
            turn.complete(null);
        } else {
            Runnable comes = () -> turn.complete(null);
            var unused = timer.schedule(comes, wait, TimeUnit.NANOSECONDS);
        }
        return turn;
    }

    private synchronized long take() {
        long now = time.nanos();
        if (rate == Double.POSITIVE_INFINITY) {
            return 0;
        }
        long turn = TimeSource.later(nextTurn, now);
        nextTurn = turn + (long) (Duration.ofSeconds(1).toNanos() / rate);
        return turn - now;
    }

    /** AWS has throttled a removal. */
    public synchronized void throttled() {
        long now = time.nanos();
        if (rate == Double.POSITIVE_INFINITY) {
            rate = FIRST;
            nextTurn = now;
            slowedAt = now;
        } else if (now - slowedAt >= SLOWS_ONCE_IN) {
            rate = Math.max(SLOWEST, rate / 2);
            slowedAt = now;
        }
    }

    /** AWS has admitted a removal. */
    public synchronized void admitted() {
        rate += GAIN;
        if (rate >= UNLIMITED) {
            rate = Double.POSITIVE_INFINITY;
        }
    }
}
