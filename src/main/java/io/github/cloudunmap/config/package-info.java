/**
 * The configuration: immutable records, and the rules that hold for configurations from a file and from flags ({@code
 * ConfigValidator}). Also code that needs nothing but the records: it prints them, and compares them at a reload.
 */
@NullMarked
package io.github.cloudunmap.config;

import org.jspecify.annotations.NullMarked;
