/**
 * The configuration: immutable records, the rules that hold for them from a file and from flags ({@code
 * ConfigValidator}), and code that needs the records alone: it prints them, and compares them at a reload.
 */
@NullMarked
package io.github.cloudunmap.config;

import org.jspecify.annotations.NullMarked;
