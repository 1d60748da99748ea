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
     * Returns an alarm that runs its actions with this executor. All services of one frequency are due at the same
     * moment, so many alarms ring at once. Give an executor of one thread where their actions wait for one lock.
     */
    static Alarm of(Timeouts timer, Executor threads) {
        return (delay, action) -> {
            Future<?> ringing = timer.scheduleOn(threads, action, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> ringing.cancel(false);
        };
    }

    /**
     * Runs the action after the delay, on any thread. The action must be short.
     *
     * @return cancels the action if it has not begun yet
     */
    Runnable after(Duration delay, Runnable action);
}
