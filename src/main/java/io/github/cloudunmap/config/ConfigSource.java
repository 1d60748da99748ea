package io.github.cloudunmap.config;

/** The source of the configuration. The program reads the configuration at the start and at every reload. */
public interface ConfigSource {
    /**
     * Reads the configuration again.
     *
     * @throws InvalidConfigException with all problems of the configuration that were found
     */
    LoadedConfig load() throws InvalidConfigException;
}
