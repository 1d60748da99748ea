package io.github.cloudunmap.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Suggests the known word that is most similar to an unknown word. */
public final class Suggestion {
    private static final int LONGEST_WORD = 40;

    private Suggestion() {}

    /**
     * Returns {@code ; did you mean X?} with the most similar known word; an empty text if no known word is similar
     * enough.
     */
    public static String of(String word, Collection<String> known) {
        if (word.length() > LONGEST_WORD) {
            return "";
        }
        String normal = normal(word);
        return known.stream()
                .min(Comparator.comparingInt(candidate -> distance(normal, normal(candidate))))
                .filter(nearest -> distance(normal, normal(nearest)) <= Math.max(1, nearest.length() / 4))
                .map(nearest -> "; did you mean " + nearest + "?")
                .orElse("");
    }

    private static String normal(String word) {
        return word.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Returns the number of insertions, deletions, replacements and swaps of neighbouring letters that turn one word
     * into the other.
     */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(d[i - 1][j - 1] + change, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
