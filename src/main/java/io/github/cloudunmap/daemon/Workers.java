package io.github.cloudunmap.daemon;

import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;

/** Runs passes when they are due. */
public interface Workers {
    /**
     * Runs the task on a free worker as soon as it is due. The task that is due first runs first. If {@code dueAt} is
     * already past, the task counts as due now, so it does not overtake tasks that are due already. Any thread may
     * call this method.
     *
     * @param dueAt in the nanoseconds of {@link io.github.cloudunmap.reconcile.TimeSource#nanos()}
     * @param reads the endpoints that the task calls. While one of them does not answer, only a few tasks that call it
     *     run at once
     * @param turn takes a turn for the task's first call and returns 0. If no turn is free, returns the time until one
     *     is, in nanoseconds. Called when a worker is free, right before the task begins. A task without a turn holds
     *     no worker, and does not delay tasks that call another Cloud Map
     * @return cancels the task if it has not begun yet
     */
    Runnable runAt(long dueAt, Set<Endpoint> reads, LongSupplier turn, Runnable task);

    /**
     * Runs a task like {@link #runAt}, but lets it overtake all tasks of {@link #runAt} that have been due for less
     * than 20 seconds.
     */
    Runnable runEarlyAt(long dueAt, Set<Endpoint> reads, LongSupplier turn, Runnable task);

    /** Changes how many tasks run at once. Tasks that already run go on. */
    void resize(int workers);

    /**
     * Starts no further task, and waits for the running tasks.
     *
     * @return whether all running tasks ended within {@code atMost}
     */
    boolean drain(Duration atMost);
}
