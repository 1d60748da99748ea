package io.github.cloudunmap.simulation;

/**
 * A DeregisterInstance on its way.
 *
 * @param settings of the pass that sends it
 * @param how for who reads of a violation: the grounds, and what had become of earlier attempts
 */
record Sending(ServiceSettings settings, Readings readings, String how) {}
