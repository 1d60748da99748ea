package io.github.cloudunmap.simulation;

import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.Plan;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.ReconcileReport.FailedOperation;
import java.util.ArrayList;
import java.util.List;

/** What a pass ended in. As text, it is for whoever reads the story of a seed. */
record Ending(ReconcileReport report) {
    /** Whether planned removals have no outcome, though the plan was not too old to be carried out. */
    boolean cameBeforeThePlans() {
        boolean isOutdated = report.failure()
                .filter(failure ->
                        failure instanceof ApiFailure api && api.code().equals("OutdatedEvidence"))
                .isPresent();
        return !isOutdated
                && report.plan().map(Plan::decision).orElse(null) instanceof Plan.Deregister planned
                && report.outcomes().size() < planned.removals().size();
    }

    @Override
    public String toString() {
        List<String> words = new ArrayList<>();
        words.add(report.result().toString());
        report.failure()
                .map(failure -> failure instanceof ApiFailure api ? api.code() : failure.toString())
                .ifPresent(words::add);
        report.plan().ifPresent(plan -> {
            if (plan.decision() instanceof Plan.Refused refused) {
                words.add(refused.rule().toString());
            }
            plan.judgements()
                    .forEach(j ->
                            words.add(j.verdict().kind() + " " + j.verdict().why()));
        });
        report.outcomes().forEach(outcome -> words.add(outcome.result().toString()));
        report.failedOperations().stream().map(FailedOperation::toString).forEach(words::add);
        return String.join(", ", words);
    }
}
