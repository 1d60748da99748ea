/** The running program: it wires the parts together, and has the worker pool, the service loops and the reload. */
@NullMarked
package io.github.cloudunmap.daemon;

import org.jspecify.annotations.NullMarked;
