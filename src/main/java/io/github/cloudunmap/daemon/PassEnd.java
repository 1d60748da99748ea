package io.github.cloudunmap.daemon;

import io.github.cloudunmap.reconcile.Plan;
import io.github.cloudunmap.reconcile.ReconcileReport;
import java.util.OptionalLong;

/**
 * How a pass ended, for what comes after it.
 *
 * @param settledAt when what the pass left settling will have settled, in monotonic nanoseconds
 */
record PassEnd(boolean succeeded, OptionalLong settledAt) {
    /** A pass that did not begin. */
    static final PassEnd NOT_BEGUN = new PassEnd(true, OptionalLong.empty());

    /** A pass that has no report. */
    static final PassEnd DEFECT = new PassEnd(false, OptionalLong.empty());

    static PassEnd of(ReconcileReport report) {
        return new PassEnd(
                report.result() == ReconcileReport.Result.SUCCESS,
                report.plan().map(Plan::settledAt).orElse(OptionalLong.empty()));
    }
}
