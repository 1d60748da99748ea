package io.github.cloudunmap.process;

import io.github.cloudunmap.reconcile.TimeSource;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one idle thread in reserve, and ends it when no other thread can be started. The JVM handles each signal on a
 * new thread. So without this reserve, the JVM would lose SIGTERM at the limit of threads. Not thread-safe.
 */
public final class SpareThread {
    private static final Logger LOG = LoggerFactory.getLogger(SpareThread.class);

    /**
     * The interval at which {@link #renew()} has to be called. After the limit of threads is reached, a signal can
     * still be lost for this long.
     */
    public static final Duration EVERY = Duration.ofSeconds(5);

    /** Advice for when no thread can be started. */
    public static final String REMEDY =
            "raise the limit of threads (ulimit -u, a cgroup's pids.max, in systemd TasksMax= and LimitNPROC=)";

    private static final Duration QUIET = Duration.ofMinutes(1);

    private final ThreadFactory threads;
    private final TimeSource time;
    private @Nullable CountDownLatch held;
    private @Nullable Long toldAt;

    public SpareThread(ThreadFactory threads, TimeSource time) {
        this.threads = threads;
        this.time = time;
    }

    /** Whether the error means that the limit of threads is reached. */
    public static boolean isLimit(Throwable error) {
        return error instanceof OutOfMemoryError
                && String.valueOf(error.getMessage()).contains("native thread");
    }

    /**
     * Starts a new spare thread, and ends the present one. If the system refuses the new thread, no spare thread is
     * left until the next call. Another thread can then be started in the place of the ended one.
     */
    public void renew() {
        CountDownLatch end = new CountDownLatch(1);
        Thread thread = threads.newThread(() -> await(end));
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            giveUp();
            tell(e);
            return;
        }
        giveUp();
        held = end;
    }

    private void giveUp() {
        if (held != null) {
            held.countDown();
            held = null;
        }
    }

    private void tell(OutOfMemoryError error) {
        long now = time.nanos();
        if (toldAt == null || now - toldAt >= QUIET.toNanos()) {
            toldAt = now;
            LOG.warn("No thread can be started, and what needs one fails: {}; {}", error.getMessage(), REMEDY);
        }
    }

    private static void await(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
