package io.github.cloudunmap.text;

import java.util.stream.Collectors;

/** Makes text from outside safe to print on one line, in a log or on a terminal. */
public final class OneLine {
    private static final int LONGEST_QUOTE = 60;

    private OneLine() {}

    /**
     * Escapes all characters except visible ones and the plain space, as in a Java string. Among the escaped
     * characters are control and format characters (such as bidi overrides), Unicode's line separators, other spaces,
     * and lone surrogates. Each backslash is doubled.
     */
    public static String escape(String text) {
        return isPlain(text)
                ? text
                : text.codePoints().mapToObj(OneLine::escape).collect(Collectors.joining());
    }

    /**
     * Whether the text consists of plain ASCII characters that need no escape. Most texts do, and this loop is faster
     * than escaping each character.
     */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit < ' ' || unit > '~' || unit == '\\') {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns the value as a message shows it: without quotation marks, and cut if it is long. Only an empty value
     * becomes a pair of single quotation marks. The caller still has to escape the message.
     */
    public static String quote(String text) {
        if (text.isEmpty()) {
            return "''";
        }
        return text.codePointCount(0, text.length()) <= LONGEST_QUOTE
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST_QUOTE)) + "…";
    }

    private static String escape(int codePoint) {
        return switch (codePoint) {
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> isVisible(codePoint) ? Character.toString(codePoint) : unicodeEscape(codePoint);
        };
    }

    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> codePoint == ' ' || !Character.isSpaceChar(codePoint);
        };
    }

    private static String unicodeEscape(int codePoint) {
        return Character.toString(codePoint)
                .chars()
                .mapToObj(unit -> String.format("\\u%04x", unit))
                .collect(Collectors.joining());
    }
}
