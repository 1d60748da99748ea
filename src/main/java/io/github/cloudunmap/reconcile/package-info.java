/**
 * Decides which registrations are stale, and runs the pass that removes them. {@code Planner} decides with values
 * alone; {@code Reconciler} reads and acts through the ports {@code ServiceRegistry}, {@code InstanceDirectory} and
 * {@code Deregistrar}.
 */
@NullMarked
package io.github.cloudunmap.reconcile;

import org.jspecify.annotations.NullMarked;
