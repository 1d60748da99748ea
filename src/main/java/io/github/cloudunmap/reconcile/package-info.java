/**
 * Decides which registrations are stale, and runs the pass that removes them. {@code Planner} decides from the values
 * that it is given, and calls no port. {@code Reconciler} reads and acts through the ports {@code ServiceRegistry},
 * {@code InstanceDirectory} and {@code Deregistrar}.
 */
@NullMarked
package io.github.cloudunmap.reconcile;

import org.jspecify.annotations.NullMarked;
