package io.github.cloudunmap.process;

import io.github.cloudunmap.reconcile.TimeSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps the process as small as what lives in it. Java's serial collector (measured with 25) does not collect the old
 * generation before that has grown to its limit, and every refresh of a cache leaves a little more in it. So passes
 * have it collected, some 50 ms of work, at most once in {@link #EVERY}; an idle program is left asleep.
 *
 * <p>Any thread may call it.
 */
public final class HeapCollection {
    static final Duration EVERY = Duration.ofMinutes(1);

    private final TimeSource time;
    private final Runnable collect;
    private final AtomicLong lastAt;

    /** @param collect such as {@code System::gc} */
    public HeapCollection(TimeSource time, Runnable collect) {
        this.time = time;
        this.collect = collect;
        this.lastAt = new AtomicLong(time.nanos());
    }

    public void afterPass() {
        long now = time.nanos();
        long last = lastAt.get();
        if (now - last >= EVERY.toNanos() && lastAt.compareAndSet(last, now)) {
            collect.run();
        }
    }
}
