package io.github.cloudunmap.config;

import java.util.Locale;

/** The least severe messages that are logged, under the Python names. */
public enum LogLevel {
    DEBUG,
    INFO,
    WARNING,
    ERROR,
    CRITICAL;

    /**
     * Reads a level in any case; {@code WARN} and {@code FATAL} are Python's aliases.
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
