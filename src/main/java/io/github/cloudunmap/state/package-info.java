/**
 * The state directory: a lock, the journal of removals, and the memory. docs/state.md describes the formats of the
 * files. The formats are an interface: a later version of the program has to read the files of this version.
 */
@NullMarked
package io.github.cloudunmap.state;

import org.jspecify.annotations.NullMarked;
