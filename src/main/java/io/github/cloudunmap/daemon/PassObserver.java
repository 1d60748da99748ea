package io.github.cloudunmap.daemon;

import io.github.cloudunmap.reconcile.ReconcileReport;
import java.time.Duration;

/** Told of what the controller does, on the worker that does it. */
public interface PassObserver {
    /** A pass began, so long after it was due. */
    default void started(String serviceId, Duration queueDelay) {}

    /** A pass ended. */
    default void ended(ReconcileReport report) {}

    /** A reload removed the service, and its last pass has ended. */
    default void removed(String serviceId) {}
}
