/**
 * The configuration: immutable records, the loader that reads them from one YAML file, and every problem of such a
 * file with its position. The same rules ({@code ConfigValidator}) hold for flags.
 */
@NullMarked
package io.github.cloudunmap.config;

import org.jspecify.annotations.NullMarked;
