package io.github.cloudunmap.daemon;

import java.time.Duration;
import java.util.Set;

/** What runs passes, each when it is due. */
public interface Workers {
    /**
     * Runs the task on a free worker, at once if the time has come; what is due first runs first, and what
     * was due already when it was handed in, in the order that it was. Any thread may call it.
     *
     * @param dueAt in the nanoseconds of {@link io.github.cloudunmap.reconcile.TimeSource#nanos()}
     * @param reads the endpoints that the task calls: while one of them does not answer, few such tasks run at once
     * @return takes the task back, if it has not begun
     */
    Runnable runAt(long dueAt, Set<Endpoint> reads, Runnable task);

    /** Changes how many tasks run at once; what runs goes on. */
    void resize(int workers);

    /**
     * Starts nothing more, and waits for what runs.
     *
     * @return whether all ended within {@code atMost}
     */
    boolean drain(Duration atMost);
}
