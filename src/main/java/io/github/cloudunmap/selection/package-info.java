/** Finds the services that selections mean: values, the reading of a selection, and the port to Cloud Map's lists. */
@NullMarked
package io.github.cloudunmap.selection;

import org.jspecify.annotations.NullMarked;
