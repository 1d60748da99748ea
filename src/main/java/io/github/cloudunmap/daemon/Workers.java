package io.github.cloudunmap.daemon;

import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;

/** Runs passes when they are due. */
public interface Workers {
    /**
     * Runs the task on a free worker as soon as it is due. The task that is due first runs first. Tasks that are
     * already due when they are added run in the order in which they were added. Any thread may call it.
     *
     * @param dueAt in the nanoseconds of {@link io.github.cloudunmap.reconcile.TimeSource#nanos()}
     * @param reads the endpoints that the task calls. While one of them does not answer, only a few of its tasks run
     *     at once
     * @param turn takes the turn of the task's first call and returns 0; or returns for how long no turn is free, in
     *     nanoseconds. It is asked when a worker is free, right before the task begins. A task without a turn holds no
     *     worker, and keeps no other back that calls another Cloud Map
     * @return cancels the task, if it has not begun
     */
    Runnable runAt(long dueAt, Set<Endpoint> reads, LongSupplier turn, Runnable task);

    /** The same for a task that goes before those of {@link #runAt} once it is due. */
    Runnable runEarlyAt(long dueAt, Set<Endpoint> reads, LongSupplier turn, Runnable task);

    /** Changes how many tasks run at once. Running tasks go on. */
    void resize(int workers);

    /**
     * Starts no further task, and waits for the running ones.
     *
     * @return whether all ended within {@code atMost}
     */
    boolean drain(Duration atMost);
}
