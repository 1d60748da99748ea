package io.github.cloudunmap.daemon;

import io.github.cloudunmap.process.NamedThreads;
import io.github.cloudunmap.process.SpareThread;
import io.github.cloudunmap.process.Systemd;
import io.github.cloudunmap.reconcile.TimeSource;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The periodic tasks of the process other than passes. */
record Housekeeping(ScheduledExecutorService timer, Systemd systemd, TimeSource time) {
    /**
     * Starts periodic tasks. If systemd watches the program, one task feeds systemd's watchdog while no service is
     * stuck, so that systemd restarts a program that hangs. Another task keeps a {@link SpareThread} in reserve. At
     * the limit of threads, the spare thread ends, so that the JVM can start the thread that handles a SIGTERM.
     */
    void begin(BooleanSupplier isStuck) {
        Runnable feed = () -> {
            if (!isStuck.getAsBoolean()) {
                systemd.feedWatchdog();
            }
        };
        systemd.feedEvery().ifPresent(every -> repeat(feed, Duration.ZERO, every));
        SpareThread spare = new SpareThread(new NamedThreads("spare"), time);
        repeat(spare::renew, Duration.ZERO, SpareThread.EVERY);
    }

    void repeat(Runnable task, Duration after, Duration every) {
        var unused = timer.scheduleWithFixedDelay(task, after.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
    }
}
