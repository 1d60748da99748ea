package io.github.cloudunmap.cli.restore;

import io.github.cloudunmap.reconcile.Label;
import io.github.cloudunmap.state.JournaledRemoval;

/**
 * The outcome of restoring one registration.
 *
 * @param why details of the result, such as its reason, an error message, or the id of the operation
 */
public record Restored(JournaledRemoval removal, Result result, String why) {
    /** Returns a copy of this outcome, with another result, and with {@code more} at the end of {@code why}. */
    Restored because(Result other, String more) {
        return new Restored(removal, other, why + more);
    }

    /** The results. */
    public enum Result {
        /** The instance is registered again. */
        RESTORED,
        /** The instance would be registered again. Only in a dry run. */
        DRY_RUN,
        /** The id is already registered, so the registration was not changed. */
        REGISTERED,
        /**
         * EC2 does not show the instance with all addresses by which the registration is judged: its IPv4 address, its
         * IPv6 address or both, as the service's setting {@code addresses} says. Or the instance is ended, stopping or
         * stopped. Or the registration names no EC2 id, so EC2 cannot show its instance.
         */
        NOT_ALIVE,
        /**
         * Either Cloud Map has not finished the removal yet, so nothing was registered. Or Cloud Map has accepted the
         * new registration, but is not known to have made it.
         */
        UNDER_WAY,
        FAILED;

        /** Whether the command counts this result as a success. */
        public boolean isFine() {
            return this == RESTORED || this == DRY_RUN || this == REGISTERED;
        }

        @Override
        public String toString() {
            return Label.of(this);
        }
    }
}
