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
     * The interval at which {@link #renew()} has to be called. When the limit of threads is reached, the next call of
     * {@link #renew()} ends the spare thread. This makes room for a thread that handles a signal. A signal that
     * arrives before that call can be lost.
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
     * Replaces the spare thread by a new one. If the system refuses the new thread, the present spare thread ends all
     * the same, so that one other thread can be started in its place.
     *
     * <p>If there is no spare thread, this method starts two threads. The second becomes the spare thread. The first
     * then ends at once, and leaves room for another thread. So even if the system grants no more threads, one can be
     * started beside the spare thread. If the system refuses the second thread, the first ends all the same, and there
     * is still no spare thread.
     */
    public void renew() {
        CountDownLatch present = held;
        held = null;
        try {
            if (present == null) {
                present = start();
            }
            held = start();
        } catch (OutOfMemoryError e) {
            tell(e);
        } finally {
            if (present != null) {
                present.countDown();
            }
        }
    }

    private CountDownLatch start() {
        CountDownLatch end = new CountDownLatch(1);
        threads.newThread(() -> await(end)).start();
        return end;
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
