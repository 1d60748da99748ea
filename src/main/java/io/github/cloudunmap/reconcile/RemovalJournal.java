package io.github.cloudunmap.reconcile;

import io.github.cloudunmap.reconcile.Plan.Removal;
import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import org.jspecify.annotations.Nullable;

/** Writes down the removals of one service before they are made. Any thread may call it. */
public interface RemovalJournal {
    /** Keeps nothing, and never fails. */
    RemovalJournal NONE = new RemovalJournal() {
        @Override
        public void begin(String passId, Removal removal) {}

        @Override
        public void end(String passId, Ending ending) {}
    };

    /**
     * Writes a line on a removal that is about to be made. Returns once the line has reached the disk.
     *
     * @param passId the pass that makes the removal
     * @throws ApiFailure if the line could not be written. Then the removal must not be made
     */
    void begin(String passId, Removal removal);

    /**
     * Writes a line on the outcome of a removal that was begun. Never throws, because an exception could not change
     * this outcome any more.
     */
    void end(String passId, Ending ending);

    /**
     * The outcome of one removal.
     *
     * @param removal the removal, with the EC2 answers behind its verdict
     * @param operationId Cloud Map's id of the operation; null if the removal got no answer with such an id
     * @param why how the last readings differed from the plan, so that the removal was not sent; null after any other
     *     outcome
     * @param errorCode the error code of a failed removal; null if the removal has not failed
     * @param mayBeGone whether the registration may be gone after a failed removal, for example because the answer was
     *     lost
     */
    record Ending(
            Removal removal,
            RemovalResult result,
            @Nullable String operationId,
            @Nullable String why,
            @Nullable String errorCode,
            boolean mayBeGone) {
        /** The outcome of a removal whose request Cloud Map has answered. */
        static Ending of(Removal removal, Deregistrar.Deregistration answer) {
            return new Ending(removal, answer.result(), answer.operationIdOrNull(), null, null, false);
        }

        /** The outcome of a removal that was not sent, because the last readings did not agree with the plan. */
        static Ending kept(Removal removal, String why) {
            return new Ending(removal, RemovalResult.CHANGED, null, why, null, false);
        }

        /** The outcome of a removal that failed. */
        static Ending failed(Removal removal, RuntimeException failure, boolean mayBeGone) {
            return new Ending(removal, RemovalResult.FAILED, null, null, ApiFailure.codeOf(failure), mayBeGone);
        }
    }
}
