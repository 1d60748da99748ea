package io.github.cloudunmap.inmemory;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Holds hanging requests until they are released: see {@link Faults#hang}. Any thread may call it. */
public final class Hang implements AutoCloseable {
    private final Semaphore arrivals = new Semaphore(0);
    private final CountDownLatch released = new CountDownLatch(1);

    Hang() {}

    void hold() throws InterruptedException {
        arrivals.release();
        released.await();
    }

    /**
     * Waits until this number of requests have arrived here, besides those that earlier calls have waited for.
     *
     * @throws IllegalStateException if fewer requests arrive before the deadline
     */
    public void awaitArrivals(int requests, Duration deadline) throws InterruptedException {
        if (!arrivals.tryAcquire(requests, deadline.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("fewer than " + requests + " requests arrived within " + deadline);
        }
    }

    /** Lets the hanging requests continue. Later requests do not hang any more. */
    public void release() {
        released.countDown();
    }

    @Override
    public void close() {
        release();
    }
}
