package io.github.cloudunmap.config;

/** How a log line is written. */
public enum LogFormat {
    JSON,
    TEXT
}
