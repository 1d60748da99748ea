/**
 * Finds the services of selections. {@code SelectionReader} reads a selection through {@code Catalog}, the port
 * through which Cloud Map is asked for namespaces, services and tags.
 */
@NullMarked
package io.github.cloudunmap.selection;

import org.jspecify.annotations.NullMarked;
