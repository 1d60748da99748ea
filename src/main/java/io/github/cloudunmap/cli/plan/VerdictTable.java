package io.github.cloudunmap.cli.plan;

import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.Verdict;
import io.github.cloudunmap.text.TextTable;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;

/**
 * Prints the verdicts of one service as a table. All matched registrations share one row, because there can be
 * hundreds.
 */
public final class VerdictTable {
    private static final String MATCHED = Verdict.Kind.MATCHED.toString();

    private VerdictTable() {}

    /** Prints the verdicts of a pass. */
    public static void print(ReconcileReport report, PrintWriter out) {
        print(PlanDocument.of(report, null), out);
    }

    static void print(PlanDocument plan, PrintWriter out) {
        TextTable table = new TextTable("  ", "INSTANCE", "ADDRESS", "VERDICT", "RESULT", "WHY");
        List<PlanDocument.Instance> matched = plan.instances().stream()
                .filter(instance -> instance.verdict().equals(MATCHED))
                .toList();
        if (!matched.isEmpty()) {
            String regions = String.join(
                    ", ",
                    matched.stream()
                            .flatMap(instance -> instance.regions().stream())
                            .distinct()
                            .toList());
            table.row(
                    matched.size() + (matched.size() == 1 ? " instance" : " instances"),
                    "",
                    MATCHED,
                    "",
                    "live in " + regions);
        }
        plan.instances().stream()
                .filter(instance -> !instance.verdict().equals(MATCHED))
                .forEach(instance -> table.row(
                        instanceId(instance),
                        Objects.requireNonNullElse(instance.address(), ""),
                        instance.verdict(),
                        Objects.requireNonNullElse(instance.result(), ""),
                        instance.waitsUntil() == null
                                ? instance.why()
                                : instance.why() + ", waits until " + instance.waitsUntil()));
        table.print(out);
    }

    private static String instanceId(PlanDocument.Instance instance) {
        return instance.ec2InstanceId() == null
                ? instance.instanceId()
                : instance.instanceId() + " (" + instance.ec2InstanceId() + ")";
    }
}
