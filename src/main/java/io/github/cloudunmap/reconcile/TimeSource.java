package io.github.cloudunmap.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** The program's only view of time, and the only place where a pass waits. All methods may be called by any thread. */
public interface TimeSource {
    /** The wall clock: for logs and metrics, never for decisions, because it can jump. */
    Instant now();

    /** Monotonic nanoseconds from an arbitrary origin; differences alone have a meaning. */
    long nanos();

    /**
     * Waits for an answer.
     *
     * @param what names the answer, for the error message, such as {@code DescribeInstances in us-east-1}
     * @throws ApiFailure if the answer is a failure, or has not come in {@code atMost}
     */
    <T> T await(String what, CompletableFuture<T> answer, Duration atMost);

    /** The earlier of two times of {@link #nanos()}. It is right even if the nanoseconds overflow between them. */
    static long earlier(long one, long other) {
        return one - other < 0 ? one : other;
    }

    /** The later of two times of {@link #nanos()}. It is right even if the nanoseconds overflow between them. */
    static long later(long one, long other) {
        return one - other > 0 ? one : other;
    }
}
