package io.github.cloudunmap.daemon;

import io.github.cloudunmap.reconcile.ReconcileReport;

/** Is told of passes and of reloads. Each method is called on the thread that runs the pass or the reload. */
public interface PassObserver {
    /** A pass ended. */
    void ended(ReconcileReport report);

    /** A reload added the service, or changed it. Called under the controller's lock. */
    void taken(BoundService service);

    /** A reload removed the service, and the service's last pass has ended. Called under the controller's lock. */
    void removed(String serviceId);
}
