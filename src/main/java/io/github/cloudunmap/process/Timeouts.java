package io.github.cloudunmap.process;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The timer that ends calls which take too long. It runs each ending on another thread, because ending a call can
 * block for as long as the server likes. So a blocked ending does not delay the end of the next call.
 */
public final class Timeouts extends ScheduledThreadPoolExecutor {
    private final Executor endings;

    public Timeouts(Executor endings) {
        super(1, new NamedThreads("timeout"));
        setRemoveOnCancelPolicy(true);
        this.endings = endings;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable ending, long delay, TimeUnit unit) {
        return scheduleOn(endings, ending, delay, unit);
    }

    /** Runs the action on this executor, in place of one of the threads for endings. */
    public ScheduledFuture<?> scheduleOn(Executor executor, Runnable action, long delay, TimeUnit unit) {
        return super.schedule(() -> executor.execute(action), delay, unit);
    }
}
