/** The command line: commands, how options become a configuration, short error messages, and exit codes. */
@NullMarked
package io.github.cloudunmap.cli;

import org.jspecify.annotations.NullMarked;
