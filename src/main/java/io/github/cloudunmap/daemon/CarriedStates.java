package io.github.cloudunmap.daemon;

/**
 * Keeps the state that passes hand on to later passes, even to those of the next process. Any thread may call it. It
 * must not block.
 */
public interface CarriedStates {
    /** Returns the state that the service's last pass handed on before the service left, or before this process. */
    Carried before(BoundService service);

    /** Takes the state of a service that no selection finds any more. A selection may find the service again. */
    void left(String serviceId, Carried carried);

    /** Tells that a pass has handed on a new state, or that a reload has ended the state of a service. */
    void changed();
}
