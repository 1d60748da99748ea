package io.github.cloudunmap.daemon;

/**
 * Keeps the states that passes hand on to later passes, even to passes of the next process. Any thread may call it.
 * Its methods must not block.
 */
public interface CarriedStates {
    /**
     * Returns the kept state of a service for a new {@link ServiceLoop}, and keeps it no longer. This is the state
     * that {@link #left} has kept or, if there is none, the state from the previous process. The streaks of stale
     * verdicts are left out if the service now has other regions or another role. If no state is kept, or the kept
     * one is too old, the result is the state of a service without earlier passes.
     */
    Carried before(BoundService service);

    /**
     * Keeps the state of a service that no selection finds any more, for {@link
     * io.github.cloudunmap.state.Memory#LEFT_KEPT_FOR}. If a selection finds the service again within this time, its
     * passes go on from this state.
     */
    void left(String serviceId, Carried carried);

    /**
     * Notes that a pass, a reload or a reading of selections may have changed the state of a service. The states are
     * then to be saved for the next process.
     */
    void changed();
}
