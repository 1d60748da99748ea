package io.github.cloudunmap.aws.call;

import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.TimeSource;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Limits the rate of requests to one operation, in one region as one role. The limiter is a token bucket: after a
 * pause, some requests may be sent at once. Each later request gets a later turn. Any thread may call this class. No
 * call blocks.
 */
public final class RateLimiter {
    /**
     * A rate at which requests may be sent.
     *
     * @param perSecond requests a second in the long run; infinity for no limit
     * @param burst requests at once after a pause, at least 1
     */
    public record Rate(double perSecond, double burst) {
        public static final Rate UNLIMITED = new Rate(Double.POSITIVE_INFINITY, 1);

        private long interval() {
            return (long) (Duration.ofSeconds(1).toNanos() / perSecond);
        }
    }

    private final Supplier<Rate> rate;
    private final ScheduledExecutorService timer;
    private final TimeSource time;
    /**
     * When the next request would be due if all requests were sent at the steady rate, in monotonic nanoseconds.
     * Guarded by this.
     */
    private long next;

    /**
     * @param rate is read at every request, so that the rate can change
     * @param timer completes the future of a turn when the turn has come, if it is not free at once. The caller closes
     *     the timer
     */
    public RateLimiter(Supplier<Rate> rate, ScheduledExecutorService timer, TimeSource time) {
        this.rate = rate;
        this.timer = timer;
        this.time = time;
        this.next = time.nanos();
    }

    /** Takes the next turn, and returns a future that completes at the time of the turn. */
    public CompletableFuture<Void> turn() {
        return after(take());
    }

    /**
     * Returns a future that completes when a request may be sent. The future takes no turn, so the sender of the
     * request calls {@link #charge}.
     */
    public CompletableFuture<Void> free() {
        return after(untilFree());
    }

    /**
     * Takes a turn for a request that is sent without waiting for the turn. Later requests wait longer because of it.
     */
    public void charge() {
        take();
    }

    /**
     * Takes a turn if one is free.
     *
     * @return 0 if the turn was taken; otherwise the nanoseconds until a turn is free
     */
    public synchronized long takeIfFree() {
        long wait = untilFree();
        if (wait == 0) {
            charge();
        }
        return wait;
    }

    /** Takes the next turn, and returns the nanoseconds until that turn. */
    private synchronized long take() {
        Rate now = rate.get();
        long wait = untilFree();
        next = TimeSource.later(next, time.nanos()) + now.interval();
        return wait;
    }

    private synchronized long untilFree() {
        Rate now = rate.get();
        if (now.perSecond == Double.POSITIVE_INFINITY) {
            return 0;
        }
        long ahead = (long) ((now.burst - 1) * now.interval());
        return Math.max(0, next - ahead - time.nanos());
    }

    private CompletableFuture<Void> after(long wait) {
        CompletableFuture<Void> turn = new CompletableFuture<>();
        if (wait == 0) {
            turn.complete(null);
            return turn;
        }
        try {
            Runnable comes = () -> turn.complete(null);
            var unused = timer.schedule(comes, wait, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            turn.completeExceptionally(new ApiFailure("Interrupted", "the program is being stopped", closed));
        }
        return turn;
    }
}
