package io.github.cloudunmap.config;

import java.util.Locale;

/** The levels of the log, under their Python names. Messages that are less severe than the level are not logged. */
public enum LogLevel {
    DEBUG,
    INFO,
    WARNING,
    ERROR,
    CRITICAL;

    /**
     * Reads the name of a level, in upper or lower case. {@code WARN} and {@code FATAL} are Python's aliases.
     *
     * @throws IllegalArgumentException for another word; the message names the levels
     */
    public static LogLevel parse(String text) {
        return switch (text.toUpperCase(Locale.ROOT)) {
            case "WARN" -> WARNING;
            case "FATAL" -> CRITICAL;
            default -> Choice.of(text, values(), LogLevel::name);
        };
    }
}
