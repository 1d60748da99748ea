package io.github.cloudunmap.process;

import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The machine's time. */
public final class SystemTime implements TimeSource {
    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public <T> T await(String what, CompletableFuture<T> answer, Duration atMost) {
        try {
            return answer.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof ApiFailure failure
                    ? failure
                    : new ApiFailure("InternalError", String.valueOf(e.getCause()), e);
        } catch (TimeoutException e) {
            throw new ApiFailure("Timeout", what + ": no answer within " + atMost.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiFailure("Interrupted", what + ": the program is being stopped", e);
        }
    }
}
