package io.github.cloudunmap.selection;

import java.util.List;

/** Matches names with patterns: {@code *} stands for any number of characters, also none, and {@code ?} for one. */
final class Names {
    private Names() {}

    static boolean matchAny(List<String> globs, String name) {
        return globs.stream().anyMatch(glob -> matches(glob, name));
    }

    /** Takes at most a time in proportion to the product of both lengths, whatever the pattern. */
    private static boolean matches(String glob, String name) {
        int g = 0;
        int star = -1;
        int starred = 0;
        for (int n = 0; n < name.length(); ) {
            boolean isOver = g == glob.length();
            if (!isOver && glob.charAt(g) == '*') {
                star = g++;
                starred = n;
            } else if (!isOver && (glob.charAt(g) == '?' || glob.charAt(g) == name.charAt(n))) {
                g++;
                n++;
            } else if (star >= 0) {
                // Let the last star stand for one more character of the name.
                g = star + 1;
                n = ++starred;
            } else {
                return false;
            }
        }
        return glob.substring(g).replace("*", "").isEmpty();
    }
}
