/**
 * The decision which registrations are stale, and the pass that carries it out. {@code Planner} decides with values
 * alone; {@code Reconciler} reads and acts through the ports {@code ServiceRegistry}, {@code InstanceDirectory} and
 * {@code Deregistrar}.
 */
@NullMarked
package io.github.cloudunmap.reconcile;

import org.jspecify.annotations.NullMarked;
