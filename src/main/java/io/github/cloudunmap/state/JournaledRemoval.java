package io.github.cloudunmap.state;

import io.github.cloudunmap.state.JournalLine.Outcome;
import io.github.cloudunmap.state.JournalLine.Removing;
import org.jspecify.annotations.Nullable;

/**
 * A removal, as the journal records it.
 *
 * @param outcomeOrNull null if no outcome was found in the journal, for example because the removal is still being
 *     made, or because the process was stopped
 */
public record JournaledRemoval(Removing removing, @Nullable Outcome outcomeOrNull) {
    /** Returns the result that the outcome names, or {@link Outcome#UNKNOWN} if the journal has no outcome. */
    public String result() {
        return outcomeOrNull == null ? Outcome.UNKNOWN : outcomeOrNull.result();
    }
}
