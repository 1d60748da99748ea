package io.github.cloudunmap.config;

/** Text from outside, made fit for one line of a terminal or a log. */
final class Printable {
    private static final int LONGEST_QUOTE = 60;

    private Printable() {}

    /** Everything that is no visible character or plain space becomes an escape such as {@code \}{@code u001b}. */
    static String escape(String text) {
        if (text.codePoints().allMatch(Printable::isVisible)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (isVisible(c)) {
                escaped.appendCodePoint(c);
            } else {
                escaped.append(String.format("\\u%04x", c));
            }
        });
        return escaped.toString();
    }

    /** A value as a message repeats it: its beginning will do. */
    static String quote(String text) {
        if (text.isEmpty()) {
            return "''";
        }
        return text.codePointCount(0, text.length()) <= LONGEST_QUOTE
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST_QUOTE)) + "…";
    }

    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> c == ' ' || !Character.isSpaceChar(c);
        };
    }
}
