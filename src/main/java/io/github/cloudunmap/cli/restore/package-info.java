/** The undo: registrations that the journal says were removed are made again. */
@NullMarked
package io.github.cloudunmap.cli.restore;

import org.jspecify.annotations.NullMarked;
