package io.github.cloudunmap.process;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The timer that ends calls which take too long. To end a call can block for as long as the server likes. So each call
 * is ended on another thread, and an ending that blocks does not delay the timer.
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

    /**
     * Runs the action after the delay on {@code executor}. In contrast, {@link #schedule} uses the executor on which
     * this timer ends the calls that take too long.
     */
    public ScheduledFuture<?> scheduleOn(Executor executor, Runnable action, long delay, TimeUnit unit) {
        return super.schedule(() -> executor.execute(action), delay, unit);
    }
}
