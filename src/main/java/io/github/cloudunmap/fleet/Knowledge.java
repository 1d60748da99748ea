package io.github.cloudunmap.fleet;

import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Tells how many of the instances known to live in a region one answer shows.
 *
 * @param lived the ids asked for that were alive in the latest answer about them
 * @param unknown the ids among {@code lived} that the answer does not show in any state
 */
record Knowledge(Set<String> lived, Set<String> unknown) {
    /** The least number of ids to judge an answer by: fewer instances could all have ended at once. */
    static final int FEWEST = 3;

    static Knowledge of(Set<String> asked, Set<String> shown, Predicate<String> hasLived) {
        Set<String> lived = asked.stream().filter(hasLived).collect(Collectors.toSet());
        return new Knowledge(
                lived, lived.stream().filter(id -> !shown.contains(id)).collect(Collectors.toSet()));
    }

    /**
     * Whether the answer shows less than half of the ids that lived, of which there must be at least {@value #FEWEST}.
     */
    boolean isTooLittle() {
        return lived.size() >= FEWEST && unknown.size() * 2 > lived.size();
    }
}
