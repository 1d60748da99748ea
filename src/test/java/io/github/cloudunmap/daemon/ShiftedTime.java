package io.github.cloudunmap.daemon;

import io.github.cloudunmap.process.SystemTime;
import io.github.cloudunmap.reconcile.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** The machine's time, which a test can set forward. */
final class ShiftedTime implements TimeSource {
    private final TimeSource machine = new SystemTime();
    private final AtomicLong ahead = new AtomicLong();

    void advance(Duration by) {
        ahead.addAndGet(by.toNanos());
    }

    @Override
    public Instant now() {
        return machine.now().plusNanos(ahead.get());
    }

    @Override
    public long nanos() {
        return machine.nanos() + ahead.get();
    }

    @Override
    public <T> T await(String what, CompletableFuture<T> answer, Duration atMost) {
        return machine.await(what, answer, atMost);
    }
}
