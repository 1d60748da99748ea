package io.github.cloudunmap.fleet;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges EC2's answers while EC2 answers for another account than before, here called the new account. A shortfall
 * begins with an answer that lacks too many of the instances that earlier answers have shown alive in the new account:
 * see {@link Knowledge#isTooLittle}. The shortfall ends when an answer shows one of the missing ids, or when the hold
 * since its beginning is over. An answer that shows only other ids does not end the shortfall. Guarded by the caller.
 */
final class Shortfall {
    /** When the answer arrived that began the shortfall, in monotonic nanoseconds; null if there is no shortfall. */
    private @Nullable Long since;

    private Set<String> missing = Set.of();

    /**
     * EC2 now answers for another AWS account than before: the new account. Returns whether an answer for the new
     * account may be trusted in verdicts on registrations whose {@code CreatedByAccount} is the new account. Always
     * true if the hold is zero. Otherwise false if the answer shows too few of the ids that lived. Such an answer
     * begins the shortfall, unless the shortfall has begun already.
     *
     * @param knowledge the ids that lived in the new account, and those of them that the answer does not show
     * @param shown the ids that the answer shows
     * @param answeredAt when the answer arrived, in monotonic nanoseconds
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

    /**
     * Whether the hold, which counts from the beginning of the shortfall, was over when an answer was requested.
     *
     * @param requestedAt when the answer was requested, in monotonic nanoseconds
     */
    boolean isOver(long requestedAt, Duration hold) {
        return since != null && requestedAt - since >= hold.toNanos();
    }

    void end() {
        since = null;
        missing = Set.of();
    }
}
