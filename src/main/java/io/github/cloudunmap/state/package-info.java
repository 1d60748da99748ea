/**
 * The state directory: a lock, the journal of removals, and the memory. docs/state.md describes the formats. They are
 * an interface: a later version has to read the files of this one.
 */
@NullMarked
package io.github.cloudunmap.state;

import org.jspecify.annotations.NullMarked;
