package io.github.cloudunmap.daemon;

/**
 * Keeps the states that passes hand on to later passes, even to passes of the next process. Any thread may call it.
 * Its methods must not block.
 */
public interface CarriedStates {
    /**
     * Returns the state with which a new {@link ServiceLoop} begins: the state that {@link #left} has taken, else the
     * state from the previous process, else the state of a service without earlier passes.
     */
    Carried before(BoundService service);

    /**
     * Takes the state of a service that no selection finds any more, because a selection may find the service again.
     */
    void left(String serviceId, Carried carried);

    /** Called after the state of a service may have changed, by a pass, a reload or a reading of selections. */
    void changed();
}
