/** The running program: the composition root that wires all parts, the workers, the service loops and the reload. */
@NullMarked
package io.github.cloudunmap.daemon;

import org.jspecify.annotations.NullMarked;
