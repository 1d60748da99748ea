/** The restore command: makes registrations again that the journal says were removed. */
@NullMarked
package io.github.cloudunmap.cli.restore;

import org.jspecify.annotations.NullMarked;
