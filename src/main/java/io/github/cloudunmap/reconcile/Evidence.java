package io.github.cloudunmap.reconcile;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The EC2 answer that a sighting rests on.
 *
 * @param requestId EC2's id of that request
 * @param requestedAt when the request was sent, in the nanoseconds of {@link TimeSource#nanos()}
 * @param suspicionOrNull why the answer is not believed yet; it stays, whatever the region answers later
 */
public record Evidence(
        String region,
        String requestId,
        long requestedAt,
        @Nullable Suspicion suspicionOrNull) {
    /** An answer that there is nothing against. */
    public Evidence(String region, String requestId, long requestedAt) {
        this(region, requestId, requestedAt, null);
    }

    public Optional<Suspicion> suspicion() {
        return Optional.ofNullable(suspicionOrNull);
    }

    /** Whether the request was sent at {@code nanos} or later. */
    public boolean isSince(long nanos) {
        return requestedAt - nanos >= 0;
    }
}
