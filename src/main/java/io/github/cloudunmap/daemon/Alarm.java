package io.github.cloudunmap.daemon;

import java.time.Duration;

/** Runs an action after a delay. The simulation has an implementation on virtual time. */
@FunctionalInterface
public interface Alarm {
    /**
     * Runs the action after the delay, on any thread; the action must be short.
     *
     * @return cancels the action, if it has not begun
     */
    Runnable after(Duration delay, Runnable action);
}
