package io.github.cloudunmap.reconcile;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The EC2 answer that a sighting rests on.
 *
 * @param requestId EC2's id of that request
 * @param requestedAt when the request was sent, in the nanoseconds of {@link TimeSource#nanos()}
 * @param byId whether EC2 was asked for this very id; a scan's answer shows that an instance lives, and no more
 * @param suspicionOrNull why the answer is not believed yet; it stays, whatever the region answers later
 */
public record Evidence(
        String region,
        String requestId,
        long requestedAt,
        boolean byId,
        @Nullable Suspicion suspicionOrNull) {
    /** An answer by id that there is nothing against. */
    public Evidence(String region, String requestId, long requestedAt) {
        this(region, requestId, requestedAt, true, null);
    }

    /** A page of a scan. */
    public static Evidence ofScan(String region, String requestId, long requestedAt) {
        return new Evidence(region, requestId, requestedAt, false, null);
    }

    public Optional<Suspicion> suspicion() {
        return Optional.ofNullable(suspicionOrNull);
    }

    /** Whether the request was sent at {@code nanos} or later. */
    public boolean isSince(long nanos) {
        return requestedAt - nanos >= 0;
    }

    /** Whether a verdict that takes answers from {@code nanos} on, by id, can rest on it. */
    public boolean settlesSince(long nanos) {
        return byId && isSince(nanos);
    }
}
