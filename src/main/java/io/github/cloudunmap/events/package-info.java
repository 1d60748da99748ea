/**
 * Reads EC2's events, and keeps for each service when an early pass is due because of them. An event never decides on
 * a removal.
 */
@NullMarked
package io.github.cloudunmap.events;

import org.jspecify.annotations.NullMarked;
