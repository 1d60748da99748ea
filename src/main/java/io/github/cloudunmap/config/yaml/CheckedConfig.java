package io.github.cloudunmap.config.yaml;

import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.Problem;
import java.util.List;

/**
 * A valid configuration, and warnings about settings that are probably not meant.
 *
 * @param warnings settings that are probably not meant, in the order of the file. The file is valid nevertheless
 */
public record CheckedConfig(Config config, List<Problem> warnings) {
    public CheckedConfig {
        warnings = List.copyOf(warnings);
    }
}
