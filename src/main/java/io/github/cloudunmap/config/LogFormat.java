package io.github.cloudunmap.config;

/** How a log line is written: one JSON object, or text. */
public enum LogFormat {
    JSON,
    TEXT
}
