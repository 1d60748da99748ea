/**
 * Reads EC2's events, and keeps for each service which early passes they ask for. An event never decides on a removal:
 * it only causes an early pass.
 */
@NullMarked
package io.github.cloudunmap.events;

import org.jspecify.annotations.NullMarked;
