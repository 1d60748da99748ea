/** The restore command: registers instances again whose removal is in the journal. */
@NullMarked
package io.github.cloudunmap.cli.restore;

import org.jspecify.annotations.NullMarked;
