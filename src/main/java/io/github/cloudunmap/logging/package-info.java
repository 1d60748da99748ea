/** The log on stderr: its levels, its two line formats, and logback set up in code. */
@NullMarked
package io.github.cloudunmap.logging;

import org.jspecify.annotations.NullMarked;
