package io.github.cloudunmap.reconcile;

import io.github.cloudunmap.reconcile.Plan.Removal;
import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import org.jspecify.annotations.Nullable;

/** Where the removals of one service are written down before they are made. Any thread may call it. */
public interface RemovalJournal {
    /** Keeps nothing, and never fails. */
    RemovalJournal NONE = new RemovalJournal() {
        @Override
        public void begin(String passId, Removal removal) {}

        @Override
        public void end(String passId, Ending ending) {}
    };

    /**
     * Writes down a removal that is about to be made, and returns once that has reached the disk.
     *
     * @param passId the pass that makes it
     * @throws ApiFailure if it could not be written; the removal must not be made then
     */
    void begin(String passId, Removal removal);

    /** Writes down what became of a removal that was begun. Never throws: the removal has been made or not. */
    void end(String passId, Ending ending);

    /**
     * What became of one removal.
     *
     * @param removal with the EC2 answers that were read last
     * @param operationId Cloud Map's id of the removal, if Cloud Map accepted one
     * @param why why the registration was kept; null with any other result
     * @param errorCode why the removal failed; null with any other result
     */
    record Ending(
            Removal removal,
            RemovalResult result,
            @Nullable String operationId,
            @Nullable String why,
            @Nullable String errorCode) {
        /** Of a removal that Cloud Map has answered. */
        static Ending of(Removal removal, Deregistrar.Deregistration answer) {
            return new Ending(removal, answer.result(), answer.operationIdOrNull(), null, null);
        }

        /** Of a registration that the last readings kept. */
        static Ending kept(Removal removal, String why) {
            return new Ending(removal, RemovalResult.CHANGED, null, why, null);
        }

        /** Of a removal that failed. */
        static Ending failed(Removal removal, RuntimeException failure) {
            return new Ending(removal, RemovalResult.FAILED, null, null, ApiFailure.codeOf(failure));
        }
    }
}
