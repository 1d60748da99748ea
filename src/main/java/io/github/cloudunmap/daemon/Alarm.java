package io.github.cloudunmap.daemon;

import java.time.Duration;

/** Calls back after a while. A simulation has its own, on virtual time. */
@FunctionalInterface
public interface Alarm {
    /**
     * Runs the action after the delay, on any thread; the action must be short.
     *
     * @return takes it back, if it has not begun
     */
    Runnable after(Duration delay, Runnable action);
}
