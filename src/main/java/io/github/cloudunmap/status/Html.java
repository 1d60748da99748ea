package io.github.cloudunmap.status;

import io.github.cloudunmap.text.OneLine;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Builds the text of a page. Text from outside goes through {@link #text} or {@link #id}, which leave no character
 * that the browser could take for markup.
 */
final class Html {
    private static final int LONGEST = 2000;
    private static final int LONGEST_ID = 64;

    private final StringBuilder html = new StringBuilder(1 << 14);

    /** Adds markup without escaping it. The markup must come from this program, and never from outside. */
    Html raw(String markup) {
        html.append(markup);
        return this;
    }

    /** Escapes the text and adds it, so the text may come from outside. A long text is cut off. */
    Html text(String text) {
        escape(cut(text, LONGEST));
        return this;
    }

    /** Escapes the id and adds it, so the id may come from outside. An id longer than any of AWS's ids is cut off. */
    Html id(String id) {
        escape(cut(id, LONGEST_ID));
        return this;
    }

    /** Adds a number. */
    Html number(long number) {
        html.append(number);
        return this;
    }

    /** Adds an element with text in it. */
    Html element(String tag, String text) {
        html.append('<').append(tag).append('>');
        text(text);
        int end = tag.indexOf(' ');
        html.append("</").append(end < 0 ? tag : tag.substring(0, end)).append('>');
        return this;
    }

    /** Adds a time as its distance from now. The exact time appears when the mouse points at it. */
    Html time(Instant time, Instant now) {
        String exact = time.truncatedTo(ChronoUnit.SECONDS).toString();
        html.append("<time datetime=\"")
                .append(exact)
                .append("\" title=\"")
                .append(exact)
                .append("\">");
        Duration ago = Duration.between(time, now);
        html.append(ago.isNegative() ? "in " + words(ago.negated()) : words(ago) + " ago");
        html.append("</time>");
        return this;
    }

    /** Returns the duration in one unit, such as {@code 12 s}, {@code 3 min}, {@code 5 h} or {@code 2 d}. */
    static String words(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 120) {
            return seconds + " s";
        } else if (seconds < 7200) {
            return seconds / 60 + " min";
        }
        return seconds < 172_800 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
    }

    private static String cut(String text, int longest) {
        if (text.codePointCount(0, text.length()) <= longest) {
            return text;
        }
        int end = text.offsetByCodePoints(0, longest);
        return text.substring(0, end) + "… (" + (text.length() - end) + " more)";
    }

    /** Escapes markup, and characters that a person cannot see, such as those that reverse the direction of a line. */
    private void escape(String text) {
        String visible = OneLine.escape(text);
        for (int i = 0; i < visible.length(); i++) {
            char unit = visible.charAt(i);
            switch (unit) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                default -> html.append(unit);
            }
        }
    }

    @Override
    public String toString() {
        return html.toString();
    }
}
