/** The command line: commands, flags to configuration, short error messages and exit codes. */
@NullMarked
package io.github.cloudunmap.cli;

import org.jspecify.annotations.NullMarked;
