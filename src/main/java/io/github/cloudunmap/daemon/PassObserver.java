package io.github.cloudunmap.daemon;

import io.github.cloudunmap.reconcile.ReconcileReport;

/** Told of what the controller does, on the worker that does it. */
public interface PassObserver {
    /** A pass ended. */
    void ended(ReconcileReport report);

    /** A reload added the service, or changed it. Called under the controller's lock. */
    void taken(BoundService service);

    /** A reload removed the service, and its last pass has ended. */
    void removed(String serviceId);
}
