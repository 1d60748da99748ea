/** Reads the configuration from one YAML file, and finds every problem of such a file with its position. */
@NullMarked
package io.github.cloudunmap.config.yaml;

import org.jspecify.annotations.NullMarked;
