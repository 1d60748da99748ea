package io.github.cloudunmap.fleet;

import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * How much of a region's known instances one answer shows.
 *
 * @param lived of the ids asked for, those that were alive in the latest answer about them
 * @param unknown of these, the ids that the answer does not show in any state
 */
record Knowledge(Set<String> lived, Set<String> unknown) {
    /** Fewer instances than this could all have ended at once. */
    static final int FEWEST = 3;

    static Knowledge of(Set<String> asked, Set<String> shown, Predicate<String> hasLived) {
        Set<String> lived = asked.stream().filter(hasLived).collect(Collectors.toSet());
        return new Knowledge(
                lived, lived.stream().filter(id -> !shown.contains(id)).collect(Collectors.toSet()));
    }

    /** Whether the answer shows less than half of at least {@value #FEWEST} ids that it should know. */
    boolean isTooLittle() {
        return lived.size() >= FEWEST && unknown.size() * 2 > lived.size();
    }
}
