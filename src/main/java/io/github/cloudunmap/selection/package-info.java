/**
 * Finds the services of selections. {@code SelectionReader} reads a selection through {@code Catalog}, the port to
 * Cloud Map's lists.
 */
@NullMarked
package io.github.cloudunmap.selection;

import org.jspecify.annotations.NullMarked;
