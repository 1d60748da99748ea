package io.github.cloudunmap.fleet;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Notes since when the answers for another account have lacked too many of the instances that lived in that account.
 * Answers about other ids do not end the shortfall. It ends when an answer shows one of the missing ids, or when the
 * hold is over. Guarded by the caller.
 */
final class Shortfall {
    /** When the first such answer came, in monotonic nanoseconds; null if none has. */
    private @Nullable Long since;

    private Set<String> missing = Set.of();

    /**
     * Whether an answer may be trusted about the registrations that its account has made.
     *
     * @param knowledge what the answer shows of the instances that lived in its account
     * @param shown the ids that the answer shows
     * @param answeredAt when the answer came, in monotonic nanoseconds
     */
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

    /** Whether the hold is over for an answer that was requested at this time, in monotonic nanoseconds. */
    boolean isOver(long requestedAt, Duration hold) {
        return since != null && requestedAt - since >= hold.toNanos();
    }

    void end() {
        since = null;
        missing = Set.of();
    }
}
