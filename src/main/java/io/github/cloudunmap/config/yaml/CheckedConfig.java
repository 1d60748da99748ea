package io.github.cloudunmap.config.yaml;

import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.Problem;
import java.util.List;

/**
 * A valid configuration, with warnings about its settings.
 *
 * @param warnings settings that are valid but probably not meant, in the order of the file
 */
public record CheckedConfig(Config config, List<Problem> warnings) {
    public CheckedConfig {
        warnings = List.copyOf(warnings);
    }
}
