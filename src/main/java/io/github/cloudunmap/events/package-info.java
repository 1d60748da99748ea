/**
 * Reads EC2's events, and keeps what they ask of a service. An event never decides on a removal: it only causes an
 * early pass.
 */
@NullMarked
package io.github.cloudunmap.events;

import org.jspecify.annotations.NullMarked;
