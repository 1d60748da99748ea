package io.github.cloudunmap.fleet;

import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Compares one answer of a region with the instances that were known to live there.
 *
 * @param lived the ids of the request that count as known to live: the latest earlier answers showed them alive
 * @param unknown the ids among {@code lived} that this answer does not show in any state
 */
record Knowledge(Set<String> lived, Set<String> unknown) {
    /**
     * If {@code lived} has fewer ids than this, no answer shows too little: so few instances could all have ended at
     * once.
     */
    static final int FEWEST = 3;

    static Knowledge of(Set<String> asked, Set<String> shown, Predicate<String> hasLived) {
        Set<String> lived = asked.stream().filter(hasLived).collect(Collectors.toSet());
        return new Knowledge(
                lived, lived.stream().filter(id -> !shown.contains(id)).collect(Collectors.toSet()));
    }

    /**
     * Whether the answer shows less than half of the ids that lived. False if fewer than {@value #FEWEST} ids lived.
     */
    boolean isTooLittle() {
        return lived.size() >= FEWEST && unknown.size() * 2 > lived.size();
    }
}
