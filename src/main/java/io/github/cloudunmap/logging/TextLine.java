package io.github.cloudunmap.logging;

import io.github.cloudunmap.text.OneLine;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes an event as a line for human readers, such as {@code 2026-11-22 18:00:00 WARNING message key=value other="a
 * value with blanks"}.
 */
final class TextLine implements LineFormat {
    @Override
    public String line(Map<String, @Nullable Object> fields) {
        return fields.entrySet().stream()
                .filter(field -> !field.getKey().equals(EventFields.TIMESTAMP))
                .map(field -> text(field.getKey(), String.valueOf(field.getValue())))
                .collect(Collectors.joining(" "));
    }

    private static String text(String key, String value) {
        return switch (key) {
            case EventFields.ASCTIME, EventFields.LEVELNAME, EventFields.MESSAGE -> OneLine.escape(value);
            default -> OneLine.escape(key) + "=" + quotedIfNeeded(value);
        };
    }

    private static String quotedIfNeeded(String value) {
        String escaped = OneLine.escape(value).replace("\"", "\\\"");
        boolean plain =
                escaped.equals(value) && !value.isEmpty() && value.codePoints().noneMatch(TextLine::separates);
        return plain ? value : '"' + escaped + '"';
    }

    private static boolean separates(int codePoint) {
        return codePoint == '=' || Character.isSpaceChar(codePoint);
    }
}
