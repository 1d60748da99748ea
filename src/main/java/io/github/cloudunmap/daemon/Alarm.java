package io.github.cloudunmap.daemon;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs an action after a delay. The simulation has an implementation on virtual time. */
@FunctionalInterface
public interface Alarm {
    /** Returns an alarm that runs its actions with this timer. */
    static Alarm of(ScheduledExecutorService timer) {
        return (delay, action) -> {
            Future<?> ringing = timer.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
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
