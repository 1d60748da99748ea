package io.github.cloudunmap.process;

import io.github.cloudunmap.reconcile.TimeSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps the heap near the size of its live objects, by a full collection after a pass, at most once in {@link #EVERY}.
 * Otherwise Java's serial collector (measured with Java 25) lets the old generation grow to its limit: whenever a
 * cache replaces an answer, the old answer stays there as garbage. A full collection takes some 50 ms. An idle program
 * is not woken for it.
 *
 * <p>Any thread may call it.
 */
public final class HeapCollection {
    static final Duration EVERY = Duration.ofMinutes(1);

    private final TimeSource time;
    private final Runnable collect;
    private final AtomicLong lastAt;

    /** @param collect runs a full collection, such as {@code System::gc} */
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
