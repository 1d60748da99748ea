package io.github.cloudunmap.fleet;

import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What one answer should know, and what of that it does not.
 *
 * @param lived the ids asked for that lived when last asked for
 * @param unknown those of them that the answer does not show, in whatever state
 */
record Knowledge(Set<String> lived, Set<String> unknown) {
    /** Fewer than that could all have ended. */
    static final int FEWEST = 3;

    static Knowledge of(Set<String> asked, Set<String> shown, Predicate<String> hasLived) {
        Set<String> lived = asked.stream().filter(hasLived).collect(Collectors.toSet());
        return new Knowledge(
                lived, lived.stream().filter(id -> !shown.contains(id)).collect(Collectors.toSet()));
    }

    /** Whether it knows less than half of enough ids. */
    boolean isTooLittle() {
        return lived.size() >= FEWEST && unknown.size() * 2 > lived.size();
    }
}
