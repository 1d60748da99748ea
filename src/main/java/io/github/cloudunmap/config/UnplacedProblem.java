package io.github.cloudunmap.config;

/**
 * A problem of a setting, without the position of the setting in the file.
 *
 * @param path the key, such as {@code frequency} or {@code services[0].instances-regions[1]}
 * @param message what is wrong, such as {@code must be at least 1s, not 0s}; not yet escaped
 */
public record UnplacedProblem(String path, String message) {}
