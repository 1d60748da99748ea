package io.github.cloudunmap.daemon;

import java.time.Duration;
import java.util.Set;

/** The threads that run passes, each when it is due. A simulation has its own, on virtual time. */
public interface Workers {
    /**
     * Runs the task on a free worker, at once if the time has come; what is due first runs first, and what
     * was due already when it was handed in, in the order that it was. Any thread may call it.
     *
     * @param dueAt in the nanoseconds of {@link io.github.cloudunmap.reconcile.TimeSource#nanos()}
     * @return takes the task back, if it has not begun
     */
    Runnable runAt(long dueAt, Runnable task);

    /** As {@link #runAt(long, Runnable)}, for who is not to hold many workers while one of these places does not answer. */
    default Runnable runAt(long dueAt, Set<Place> reads, Runnable task) {
        return runAt(dueAt, task);
    }

    /** Changes how many tasks run at once; what runs goes on. */
    void resize(int workers);

    /**
     * Starts nothing that is not due by now and waits for the rest.
     *
     * @return whether all ended within {@code atMost}
     */
    boolean drain(Duration atMost);
}
