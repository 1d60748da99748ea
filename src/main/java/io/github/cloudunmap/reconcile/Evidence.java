package io.github.cloudunmap.reconcile;

/**
 * The EC2 answer that a sighting rests on.
 *
 * @param requestId EC2's id of that request
 * @param requestedAt when the request was sent, in the nanoseconds of {@link TimeSource#nanos()}
 */
public record Evidence(String region, String requestId, long requestedAt) {
    /** Whether the request was sent at {@code nanos} or later. */
    public boolean isSince(long nanos) {
        return requestedAt - nanos >= 0;
    }
}
