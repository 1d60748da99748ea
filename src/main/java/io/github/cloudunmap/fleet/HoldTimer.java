package io.github.cloudunmap.fleet;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells whether something has lasted for the hold, in an unbroken run of answers. Guarded by the caller. */
final class HoldTimer {
    /** When the first answer of the run came, in nanoseconds; null if the last answer broke it. */
    private @Nullable Long since;

    /** Whether the hold is over, or does not run. It is over for an answer that was requested after it. */
    boolean isOver(boolean goesOn, long requestedAt, long answeredAt, Duration hold) {
        if (!goesOn || hold.isZero()) {
            since = null;
            return true;
        }
        long first = since == null ? answeredAt : since;
        since = first;
        return requestedAt - first >= hold.toNanos();
    }
}
