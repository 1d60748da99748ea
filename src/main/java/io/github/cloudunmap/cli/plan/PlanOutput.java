package io.github.cloudunmap.cli.plan;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import io.github.cloudunmap.text.JsonText;
import io.github.cloudunmap.text.OneLine;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Prints the plan of {@code --single-run --dry-run}: collects the reports of the passes, and prints what the passes
 * would remove.
 */
public final class PlanOutput {
    /** The document that is printed as JSON. */
    record Document(List<PlanDocument> services) {}

    /** The result of all plans together. */
    public enum Summary {
        /** The pass of at least one service failed, was refused, or has no report, as when it never began. */
        FAILED,
        SOMETHING_TO_REMOVE,
        NOTHING_TO_REMOVE;

        private static Summary of(List<PlanDocument> plans) {
            if (!plans.stream().allMatch(PlanDocument::hasSucceeded)) {
                return FAILED;
            }
            return plans.stream().anyMatch(plan -> plan.removals() > 0) ? SOMETHING_TO_REMOVE : NOTHING_TO_REMOVE;
        }
    }

    private final OutputFormat format;
    private final Map<String, ReconcileReport> reports = new ConcurrentHashMap<>();

    /** Makes an output without any report. */
    public PlanOutput(OutputFormat format) {
        this.format = format;
    }

    /**
     * Adds the report of a pass. A later report of the same service replaces an earlier one. Any thread may call it.
     */
    public void observe(ReconcileReport report) {
        reports.put(report.serviceId(), report);
    }

    /** Prints the plans of all services, in the order of {@code config}. */
    public Summary print(Config config, PrintWriter out) {
        List<PlanDocument> plans = config.services().stream()
                .map(service -> Optional.ofNullable(reports.get(service.serviceId()))
                        .map(report -> PlanDocument.of(report, service.name()))
                        .orElseGet(() -> PlanDocument.notRun(service.serviceId(), service.name())))
                .toList();
        if (format == OutputFormat.JSON) {
            out.print(JsonText.of(new Document(plans), JsonText.mapper(PropertyNamingStrategies.SNAKE_CASE)));
        } else {
            plans.forEach(plan -> table(plan, out));
        }
        out.flush();
        return Summary.of(plans);
    }

    private static void table(PlanDocument plan, PrintWriter out) {
        out.println(OneLine.escape(heading(plan) + ": " + summary(plan)));
        if (!plan.instances().isEmpty()) {
            VerdictTable.print(plan, out);
        }
        out.println();
    }

    private static String heading(PlanDocument plan) {
        return plan.serviceName() == null ? plan.serviceId() : plan.serviceId() + " (" + plan.serviceName() + ")";
    }

    private static String summary(PlanDocument plan) {
        if (plan.error() != null) {
            return "failed: " + plan.error();
        } else if (plan.refusal() != null) {
            return "refused (" + plan.refusal().rule() + "): " + plan.refusal().inWords();
        } else if (plan.decision() == null) {
            return plan.errorCode() == null ? "not run" : "failed: " + plan.errorCode();
        }
        long failed = plan.count(RemovalResult.FAILED);
        String alsoFailed = failed == 0 ? "" : ", and the last readings of " + failed + " failed";
        if (plan.removals() > 0) {
            return plan.removals() + " of " + plan.instances().size() + " registered instances to remove" + alsoFailed;
        } else if (failed > 0) {
            return "nothing to remove" + alsoFailed;
        }
        boolean waits = plan.instances().stream().anyMatch(i -> i.reason() != null && i.result() == null);
        return waits
                ? "nothing to remove yet: what is stale still waits (settle-time, grace-period)"
                : "nothing to remove";
    }
}
