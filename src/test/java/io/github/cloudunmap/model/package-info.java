/** Checks the formal model of the removal protocol. */
@NullMarked
package io.github.cloudunmap.model;

import org.jspecify.annotations.NullMarked;
