/** The undo: what the journal says was removed is registered again. */
@NullMarked
package io.github.cloudunmap.cli.restore;

import org.jspecify.annotations.NullMarked;
