package io.github.cloudunmap.config;

/** The least severity that is logged, by Python's names. */
public enum LogLevel {
    DEBUG,
    INFO,
    WARNING,
    ERROR,
    CRITICAL
}
