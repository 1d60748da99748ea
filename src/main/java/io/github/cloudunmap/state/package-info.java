/**
 * The state directory: a lock, and the journal of removals. The format is described in docs/state.md; it is an
 * interface, so that a later version has to read the files of this one.
 */
@NullMarked
package io.github.cloudunmap.state;

import org.jspecify.annotations.NullMarked;
