package io.github.cloudunmap.cli.restore;

import io.github.cloudunmap.reconcile.Label;
import io.github.cloudunmap.state.JournaledRemoval;

/**
 * The outcome for one registration that was to be restored.
 *
 * @param why the result in words
 */
public record Restored(JournaledRemoval removal, Result result, String why) {
    /** The results. */
    public enum Result {
        /** The instance is registered again. */
        RESTORED,
        /** Without the dry run, the instance would be registered. */
        DRY_RUN,
        /** An instance with this id is registered now, so it was left as it is. */
        REGISTERED,
        /** EC2 does not show the instance running at its address. */
        NOT_ALIVE,
        FAILED;

        /** Whether nothing is left to do for this registration. */
        public boolean isFine() {
            return this == RESTORED || this == DRY_RUN || this == REGISTERED;
        }

        @Override
        public String toString() {
            return Label.of(this);
        }
    }
}
