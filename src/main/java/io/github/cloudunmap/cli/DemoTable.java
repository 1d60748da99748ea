package io.github.cloudunmap.cli;

import io.github.cloudunmap.demo.DemoScenario;
import io.github.cloudunmap.reconcile.Plan;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.RemovalResult;
import io.github.cloudunmap.reconcile.Verdict;
import java.io.PrintWriter;

/** The demo's two tables: what every registered instance is and why, and what became of the services. */
final class DemoTable {
    private static final String BEFORE = "  %-20s %-11s %-9s %s%n";
    private static final String AFTER = "%-13s %10s %8s %6s  %-8s%s%n";

    private final PrintWriter out;

    DemoTable(PrintWriter out) {
        this.out = out;
    }

    /** The verdicts of one service; the live instances, which can be hundreds, on one line. */
    void before(DemoScenario.Service service, ReconcileReport report) {
        Plan plan = report.plan().orElseThrow();
        out.printf("%n%s: %s%n", service.id(), service.description());
        out.printf(BEFORE, "INSTANCE", "ADDRESS", "VERDICT", "WHY");
        int matched = plan.count(Verdict.Kind.MATCHED);
        if (matched > 0) {
            out.printf(
                    BEFORE,
                    matched + " instances",
                    "",
                    Verdict.Kind.MATCHED,
                    "live in " + String.join(", ", service.instancesRegions()));
        }
        plan.judgements().stream()
                .filter(judgement -> judgement.verdict().kind() != Verdict.Kind.MATCHED)
                .forEach(judgement -> out.printf(
                        BEFORE,
                        judgement.instance().id(),
                        judgement.instance().address().orElse("-"),
                        judgement.verdict().kind(),
                        judgement.verdict().why()));
    }

    void afterHeading() {
        out.printf(AFTER, "SERVICE", "REGISTERED", "REMOVED", "LEFT", "PASS", "");
    }

    void after(DemoScenario.Service service, ReconcileReport report, int left) {
        Plan plan = report.plan().orElseThrow();
        long removed = report.outcomes().stream()
                .filter(outcome -> outcome.result() == RemovalResult.DEREGISTERED)
                .count();
        out.printf(
                AFTER,
                service.id(),
                plan.judgements().size(),
                removed,
                left,
                report.result(),
                plan.decision() instanceof Plan.Refused refused ? " " + refused.why() : "");
    }
}
