package io.github.cloudunmap.config;

/**
 * A configuration and what it was read from.
 *
 * @param sha256 of the file's bytes, in hexadecimal as {@code sha256sum} prints it
 */
public record LoadedConfig(Config config, String sha256) {}
