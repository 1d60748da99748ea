package io.github.cloudunmap.aws.cloudmap;

import io.github.cloudunmap.reconcile.TimeSource;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Slows the removals of one role and region down together once AWS throttles one of them, and lets them go faster
 * again with every one that AWS admits. Until AWS throttles, nothing waits. Any thread may call it.
 */
public final class RemovalPace {
    /**
     * All rates are removals a second. AWS publishes no quota for DeregisterInstance, so the rate is found by trying.
     */
    private static final double FIRST = 10;

    private static final double SLOWEST = 0.5;
    private static final double GAIN = 0.2;
    /** Beyond this AWS does not hold removals back any more. */
    private static final double UNLIMITED = 50;
    /**
     * Removals that were on their way together are throttled together, which is one reason to slow down and not
     * several.
     */
    private static final long SLOWS_ONCE_IN = Duration.ofSeconds(1).toNanos();

    private final ScheduledExecutorService timer;
    private final TimeSource time;

    // All below are guarded by this.
    private double rate = Double.POSITIVE_INFINITY;
    private long nextTurn;
    private long slowedAt;

    /** @param timer says when a turn has come; stays the caller's to close */
    public RemovalPace(ScheduledExecutorService timer, TimeSource time) {
        this.timer = timer;
        this.time = time;
    }

    /** Done when the next removal may be prepared. */
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
