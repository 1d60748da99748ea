/** The operating system: signals, systemd, the clock, threads. */
@NullMarked
package io.github.cloudunmap.process;

import org.jspecify.annotations.NullMarked;
