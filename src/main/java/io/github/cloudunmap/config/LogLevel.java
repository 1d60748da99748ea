package io.github.cloudunmap.config;

import java.util.Locale;

/**
 * The levels of the log, with the names of Python's logging module. The program logs messages of the configured level
 * and of more severe levels.
 */
public enum LogLevel {
    DEBUG,
    INFO,
    WARNING,
    ERROR,
    CRITICAL;

    /**
     * Reads the name of a level, in upper or lower case. {@code WARN} and {@code FATAL} are aliases, as in Python.
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
