package io.github.cloudunmap.daemon;

import io.github.cloudunmap.reconcile.ReconcileReport;

/**
 * Is told of the ends of passes, and of changes to the services. Each method is called on the thread that runs the
 * pass or makes the change.
 */
public interface PassObserver {
    /** A pass ended. */
    void ended(ReconcileReport report);

    /** A service was added, or has new settings. Called under the controller's lock. */
    void taken(BoundService service);

    /** A service was removed, and its last pass has ended. Called under the controller's lock. */
    void removed(String serviceId);
}
