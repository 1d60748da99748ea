package io.github.cloudunmap.daemon;

import io.github.cloudunmap.reconcile.Plan;
import io.github.cloudunmap.reconcile.ReconcileReport;
import java.util.OptionalLong;

/**
 * The result of a pass, as far as the schedule needs it.
 *
 * @param settledAt when all registrations that the pass left settling will have settled, in monotonic nanoseconds;
 *     empty if there are none
 */
record PassEnd(boolean succeeded, OptionalLong settledAt) {
    /** A pass that did not begin. */
    static final PassEnd NOT_BEGUN = new PassEnd(true, OptionalLong.empty());

    /** A pass that has no report, because a defect of the program made it throw an exception. */
    static final PassEnd DEFECT = new PassEnd(false, OptionalLong.empty());

    static PassEnd of(ReconcileReport report) {
        return new PassEnd(
                report.result() == ReconcileReport.Result.SUCCESS,
                report.plan().map(Plan::settledAt).orElse(OptionalLong.empty()));
    }
}
