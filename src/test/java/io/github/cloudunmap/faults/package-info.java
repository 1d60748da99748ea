/**
 * Ways in which a network or a server spoils the answers of an AWS, for tests that put one between it and the program.
 */
@NullMarked
package io.github.cloudunmap.faults;

import org.jspecify.annotations.NullMarked;
