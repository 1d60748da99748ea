package io.github.cloudunmap.status;

import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.Plan;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.Verdict;
import io.github.cloudunmap.status.Status.Pass;
import io.github.cloudunmap.status.Status.Refusal;
import io.github.cloudunmap.status.Status.Wait;
import io.github.cloudunmap.text.Redaction;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns the report of a pass into the status of this pass. */
final class PassStatus {
    private static final int MOST_WAITS = 20;

    private PassStatus() {}

    static Pass of(ReconcileReport report) {
        Plan plan = report.planOrNull();
        Exception failure = report.failureOrNull();
        return new Pass(
                report.passId(),
                report.startedAt(),
                report.endedAt(),
                report.took().toMillis(),
                report.result().toString(),
                plan == null ? Map.of() : verdicts(plan),
                removals(report),
                plan == null ? 0 : plan.waiting().size(),
                plan == null ? List.of() : waits(plan, report),
                plan == null ? null : refusal(plan),
                failure == null ? null : ApiFailure.codeOf(failure),
                failure == null ? null : Redaction.of(ApiFailure.messageOf(failure)));
    }

    private static Map<String, Integer> verdicts(Plan plan) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        EnumSet.complementOf(EnumSet.of(Verdict.Kind.OPEN))
                .forEach(kind -> counts.put(kind.toString(), plan.count(kind)));
        return counts;
    }

    private static Map<String, Integer> removals(ReconcileReport report) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        report.outcomes().forEach(outcome -> counts.merge(outcome.result().toString(), 1, Integer::sum));
        return counts;
    }

    private static List<Wait> waits(Plan plan, ReconcileReport report) {
        return plan.waiting().stream()
                .map(waiting -> new Wait(
                        waiting.instance().id(),
                        waiting.settles() ? "settle-time" : "grace-period",
                        report.wallClock(waiting.until()),
                        waiting.changes()))
                .sorted(Comparator.comparing(Wait::until))
                .limit(MOST_WAITS)
                .toList();
    }

    private static @Nullable Refusal refusal(Plan plan) {
        return plan.decision() instanceof Plan.Refused refused
                ? new Refusal(refused.rule().toString(), refused.why(), refused.instances(), refused.wayOut())
                : null;
    }
}
