package io.github.cloudunmap.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** The only view of time that a pass has. A pass waits for answers only here. Any thread may call it. */
public interface TimeSource {
    /** The wall clock, for logs, metrics and files. A pass decides nothing by it, because it can jump. */
    Instant now();

    /** Monotonic nanoseconds from an arbitrary origin. Only differences have a meaning. */
    long nanos();

    /**
     * Waits for an answer.
     *
     * @param what names the answer in the error message, such as {@code DescribeInstances in us-east-1}
     * @throws ApiFailure if the answer is a failure, or has not come within {@code atMost}
     */
    <T> T await(String what, CompletableFuture<T> answer, Duration atMost);

    /**
     * Returns the earlier of two times of {@link #nanos()}. The result is right even if the nanoseconds overflow
     * between the two.
     */
    static long earlier(long one, long other) {
        return one - other < 0 ? one : other;
    }

    /**
     * Returns the later of two times of {@link #nanos()}. The result is right even if the nanoseconds overflow between
     * the two.
     */
    static long later(long one, long other) {
        return one - other > 0 ? one : other;
    }
}
