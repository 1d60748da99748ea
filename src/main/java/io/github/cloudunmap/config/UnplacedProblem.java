package io.github.cloudunmap.config;

/**
 * A setting that breaks a rule, without its position in the file.
 *
 * @param path the key, such as {@code frequency} or {@code services[0].instances-regions[1]}
 * @param message what is wrong, such as {@code must be at least 1s, not 0s}; not yet escaped
 */
public record UnplacedProblem(String path, String message) {}
