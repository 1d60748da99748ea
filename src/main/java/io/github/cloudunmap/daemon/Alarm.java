package io.github.cloudunmap.daemon;

import io.github.cloudunmap.process.Timeouts;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Runs an action after a delay. The simulation has an implementation on virtual time. */
@FunctionalInterface
public interface Alarm {
    /**
     * Returns an alarm that runs its actions on this executor. If the actions wait for the same lock, use an executor
     * with one thread, and keep the actions short. All services of one frequency are due at the same moment, so with
     * more threads, many would wait for the lock.
     */
    static Alarm of(Timeouts timer, Executor threads) {
        return (delay, action) -> {
            Future<?> ringing = timer.scheduleOn(threads, action, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> ringing.cancel(false);
        };
    }

    /**
     * Runs the action after the delay, on any thread.
     *
     * @return cancels the action if it has not begun yet
     */
    Runnable after(Duration delay, Runnable action);
}
