package io.github.cloudunmap.config;

/** The form of a log line: one JSON object, or text. */
public enum LogFormat {
    JSON,
    TEXT;

    /**
     * Reads the name of a format, in upper or lower case.
     *
     * @throws IllegalArgumentException for another word; the message names the formats
     */
    public static LogFormat parse(String text) {
        return Choice.of(text, values(), Choice::word);
    }
}
