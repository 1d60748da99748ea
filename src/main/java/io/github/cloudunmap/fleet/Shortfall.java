package io.github.cloudunmap.fleet;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Since when the answers for another account have shown too little of what lived in that account. Answers about other
 * ids do not end it. It ends when one of the missing ids is shown, or when the hold is over. Guarded by the caller.
 */
final class Shortfall {
    /** When the first such answer came, in nanoseconds; null if there is none. */
    private @Nullable Long since;

    private Set<String> missing = Set.of();

    /** Whether an answer that knows so much may be trusted with what that account has registered. */
    boolean allows(Knowledge knowledge, Set<String> shown, long answeredAt, Duration hold) {
        if (hold.isZero() || missing.stream().anyMatch(shown::contains)) {
            end();
        }
        if (hold.isZero() || !knowledge.isTooLittle()) {
            return true;
        }
        if (since == null) {
            since = answeredAt;
            missing = knowledge.unknown();
        }
        return false;
    }

    /** Whether the hold is over for an answer that was requested then. */
    boolean isOver(long requestedAt, Duration hold) {
        return since != null && requestedAt - since >= hold.toNanos();
    }

    void end() {
        since = null;
        missing = Set.of();
    }
}
