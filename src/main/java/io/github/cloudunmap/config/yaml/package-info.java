/** Reads the configuration from one YAML file, and finds the problems of such a file with their positions. */
@NullMarked
package io.github.cloudunmap.config.yaml;

import org.jspecify.annotations.NullMarked;
