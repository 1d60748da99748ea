package io.github.cloudunmap.cli;

import io.github.cloudunmap.cli.plan.VerdictTable;
import io.github.cloudunmap.inmemory.DemoScenario;
import io.github.cloudunmap.reconcile.Plan;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import io.github.cloudunmap.text.TextTable;
import java.io.PrintWriter;

/**
 * Prints the demo's tables: for each service, its registered instances with their verdicts and reasons, and at the
 * end, all services with their results.
 */
final class DemoTable {
    private final PrintWriter out;
    private final TextTable services = new TextTable("", "SERVICE", "REGISTERED", "REMOVED", "LEFT", "PASS", "WHY");

    DemoTable(PrintWriter out) {
        this.out = out;
    }

    /** Prints the verdicts of one service. */
    void before(DemoScenario.Service service, ReconcileReport report) {
        out.printf("%n%s: %s%n", service.id(), service.description());
        VerdictTable.print(report, out);
    }

    void after(DemoScenario.Service service, ReconcileReport report, int left) {
        Plan plan = report.plan().orElseThrow();
        long removed = report.outcomes().stream()
                .filter(outcome -> outcome.result() == RemovalResult.DEREGISTERED)
                .count();
        services.row(
                service.id(),
                plan.judgements().size(),
                removed,
                left,
                report.result(),
                plan.decision() instanceof Plan.Refused refused ? refused.why() + "; " + refused.wayOut() : "");
    }

    void printServices() {
        out.println();
        services.print(out);
    }
}
