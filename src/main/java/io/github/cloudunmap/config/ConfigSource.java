package io.github.cloudunmap.config;

/** Where the configuration comes from, to be read at the start and at every reload. */
public interface ConfigSource {
    /**
     * Reads it anew.
     *
     * @throws InvalidConfigException with every problem
     */
    LoadedConfig load() throws InvalidConfigException;
}
