package io.github.cloudunmap.simulation;

/**
 * A DeregisterInstance on its way.
 *
 * @param settings of the pass that sends it
 * @param how on what grounds and when, for who reads of a violation
 */
record Sending(ServiceSettings settings, Readings readings, String how) {}
