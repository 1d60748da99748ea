/** Which services a selection means: values, the reading of one selection, and the port to what Cloud Map lists. */
@NullMarked
package io.github.cloudunmap.selection;

import org.jspecify.annotations.NullMarked;
