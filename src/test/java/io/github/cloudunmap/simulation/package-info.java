/**
 * The program's own controller, loops, reconcilers and directories on virtual time under a seeded scheduler, against a
 * model of AWS in which everything happens that can.
 */
@NullMarked
package io.github.cloudunmap.simulation;

import org.jspecify.annotations.NullMarked;
