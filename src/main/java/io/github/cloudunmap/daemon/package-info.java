/** The running program: what is wired to what, the worker pool, the service loops, signals. */
@NullMarked
package io.github.cloudunmap.daemon;

import org.jspecify.annotations.NullMarked;
