package io.github.cloudunmap.config;

import java.util.List;

/**
 * A valid configuration and what is odd about it all the same.
 *
 * @param warnings what may be a mistake, in the order of the file; no reason to refuse it
 */
public record CheckedConfig(Config config, List<Problem> warnings) {
    public CheckedConfig {
        warnings = List.copyOf(warnings);
    }
}
