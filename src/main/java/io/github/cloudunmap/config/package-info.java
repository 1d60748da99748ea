/**
 * The configuration: immutable records, the rules that hold for them from a file and from flags ({@code
 * ConfigValidator}), and what follows from the records alone: their text, and the difference at a reload.
 */
@NullMarked
package io.github.cloudunmap.config;

import org.jspecify.annotations.NullMarked;
