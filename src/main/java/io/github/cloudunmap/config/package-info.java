/**
 * The configuration: immutable records, and {@code ConfigValidator} with the rules for every configuration, whether
 * from a file or from flags. Other classes print the records, and compare them at a reload.
 */
@NullMarked
package io.github.cloudunmap.config;

import org.jspecify.annotations.NullMarked;
