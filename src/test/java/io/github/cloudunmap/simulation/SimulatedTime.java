package io.github.cloudunmap.simulation;

import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The scheduler's time, with a wall clock that can jump. */
final class SimulatedTime implements TimeSource {
    private final Scheduler scheduler;
    private Instant wall = Instant.parse("2026-01-01T00:00:00Z");

    SimulatedTime(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Sets the wall clock forward, or back. */
    void jump(Duration by) {
        wall = wall.plus(by);
    }

    @Override
    public Instant now() {
        return wall.plusNanos(scheduler.now());
    }

    @Override
    public long nanos() {
        return scheduler.now();
    }

    @Override
    public <T> T await(String what, CompletableFuture<T> answer, Duration atMost) {
        if (!scheduler.await(answer, atMost)) {
            throw new ApiFailure("Timeout", what + ": no answer within " + atMost.toSeconds() + " s");
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
