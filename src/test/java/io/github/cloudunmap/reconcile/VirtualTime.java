package io.github.cloudunmap.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;

/** Time that passes when a test says so, or when somebody waits for an answer that is not there yet. */
public class VirtualTime implements TimeSource {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicLong nanos = new AtomicLong();

    public void advance(Duration by) {
        nanos.addAndGet(by.toNanos());
    }

    @Override
    public Instant now() {
        return START.plusNanos(nanos());
    }

    @Override
    public long nanos() {
        return nanos.get();
    }

    @Override
    public <T> T await(String what, CompletableFuture<T> answer, Duration atMost) {
        if (!answer.isDone()) {
            advance(atMost);
            throw new ApiFailure("Timeout", "no answer within " + atMost);
        }
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof ApiFailure failure
                    ? failure
                    : new ApiFailure("InternalError", String.valueOf(e.getCause()), e);
        }
    }
}
