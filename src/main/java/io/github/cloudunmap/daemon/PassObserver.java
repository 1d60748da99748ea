package io.github.cloudunmap.daemon;

import io.github.cloudunmap.reconcile.ReconcileReport;

/** Is told of passes and of reloads, on the thread that runs them. */
public interface PassObserver {
    /** A pass ended. */
    void ended(ReconcileReport report);

    /** A reload added the service, or changed it. Called under the controller's lock. */
    void taken(BoundService service);

    /** A reload removed the service, and its last pass has ended. */
    void removed(String serviceId);
}
