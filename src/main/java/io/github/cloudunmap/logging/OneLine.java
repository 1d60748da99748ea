package io.github.cloudunmap.logging;

import java.util.stream.Collectors;

/** Makes text from outside safe to print on one line of a log or a terminal. */
public final class OneLine {
    private OneLine() {}

    /**
     * The text with each backslash doubled and all that could break, hide or reorder a line escaped as in a Java string:
     * control and format characters (bidi overrides among them), Unicode's line separators, lone surrogates.
     */
    public static String escape(String text) {
        return text.codePoints().mapToObj(OneLine::escape).collect(Collectors.joining());
    }

    private static String escape(int codePoint) {
        return switch (codePoint) {
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> isPlain(codePoint) ? Character.toString(codePoint) : unicodeEscape(codePoint);
        };
    }

    private static boolean isPlain(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }

    private static String unicodeEscape(int codePoint) {
        return Character.toString(codePoint)
                .chars()
                .mapToObj(unit -> String.format("\\u%04x", unit))
                .collect(Collectors.joining());
    }
}
