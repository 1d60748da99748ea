package io.github.cloudunmap.daemon;

import io.github.cloudunmap.reconcile.CarriedState;

/**
 * Keeps the state that passes hand on to the next pass, beyond the end of the process. Any thread may call it; it must
 * not block.
 */
public interface CarriedStates {
    /** Keeps nothing. */
    CarriedStates NONE = new CarriedStates() {
        @Override
        public CarriedState before(BoundService service) {
            return CarriedState.NONE;
        }

        @Override
        public void changed() {}
    };

    /** The state that the passes of the service handed on before this process began. */
    CarriedState before(BoundService service);

    /** A pass has handed something on, or a reload has ended it. */
    void changed();
}
