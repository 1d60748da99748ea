@NullMarked
package io.github.cloudunmap.selection;

import org.jspecify.annotations.NullMarked;
