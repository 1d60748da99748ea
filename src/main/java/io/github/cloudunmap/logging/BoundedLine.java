package io.github.cloudunmap.logging;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Limits the length of log lines, so that every log collector accepts them even if AWS or a file contributes a long
 * text. The longest values are cut until the line is short enough. The caller must hide secrets before the call,
 * because half a secret is not recognized as a secret.
 */
final class BoundedLine {
    /** The most bytes of a line, with its line break. */
    static final int LONGEST = 8 << 10;

    private BoundedLine() {}

    /** Returns the line with these fields, and with its line break. */
    static byte[] of(LineFormat format, Map<String, @Nullable Object> fields) {
        byte[] line = bytes(format, fields);
        for (int most = LONGEST / 2; line.length > LONGEST && most > 0; most /= 2) {
            Map<String, @Nullable Object> shortened = new LinkedHashMap<>(fields);
            int longest = most;
            shortened.replaceAll((key, value) -> value == null ? null : cut(value, longest));
            line = bytes(format, shortened);
        }
        return line;
    }

    private static byte[] bytes(LineFormat format, Map<String, @Nullable Object> fields) {
        return (format.line(fields) + "\n").getBytes(UTF_8);
    }

    private static Object cut(Object value, int most) {
        if (value instanceof Number || value instanceof Boolean) {
            return value;
        }
        String text = value.toString();
        return text.length() <= most ? text : text.substring(0, most) + "… (" + (text.length() - most) + " more)";
    }
}
