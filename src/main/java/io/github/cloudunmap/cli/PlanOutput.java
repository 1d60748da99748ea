package io.github.cloudunmap.cli;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.text.OneLine;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code --single-run --dry-run}: gathers the reports of the passes, on any threads, and prints what they would
 * remove.
 */
final class PlanOutput {
    /** What is printed as JSON. */
    record Document(List<PlanDocument> services) {}

    private final OutputFormat format;
    private final boolean detailedExitCode;
    private final Map<String, ReconcileReport> reports = new ConcurrentHashMap<>();

    private PlanOutput(OutputFormat format, boolean detailedExitCode) {
        this.format = format;
        this.detailedExitCode = detailedExitCode;
    }

    /**
     * The run that the options ask for, if they do.
     *
     * @throws UsageException if they say how to show a plan, but ask for none
     */
    static Optional<PlanOutput> of(CommonOptions options) throws UsageException {
        if (options.singleRun && options.dryRun) {
            return Optional.of(new PlanOutput(format(options), options.detailedExitCode));
        }
        if (options.output != null || options.detailedExitCode) {
            throw new UsageException("argument " + (options.output != null ? "--output" : "--detailed-exit-code")
                    + ": needs --single-run and --dry-run beside it");
        }
        return Optional.empty();
    }

    private static OutputFormat format(CommonOptions options) throws UsageException {
        try {
            return options.output == null ? OutputFormat.TABLE : OutputFormat.parse(options.output);
        } catch (IllegalArgumentException e) {
            throw new UsageException("argument --output: " + e.getMessage());
        }
    }

    void observe(ReconcileReport report) {
        reports.put(report.serviceId(), report);
    }

    /**
     * Prints the plans of all services, in file order.
     *
     * @return the exit code
     */
    int print(Config config, PrintWriter out) {
        List<PlanDocument> plans = config.services().stream()
                .map(ServiceConfig::serviceId)
                .map(id -> Optional.ofNullable(reports.get(id))
                        .map(PlanDocument::of)
                        .orElseGet(() -> PlanDocument.notRun(id)))
                .toList();
        if (format == OutputFormat.JSON) {
            out.print(JsonText.of(new Document(plans), JsonText.mapper(PropertyNamingStrategies.SNAKE_CASE)));
        } else {
            plans.forEach(plan -> table(plan, out));
        }
        out.flush();
        return exitCode(plans);
    }

    private int exitCode(List<PlanDocument> plans) {
        if (!plans.stream().allMatch(PlanDocument::hasSucceeded)) {
            return ExitCode.FAILED;
        }
        boolean somethingToRemove = plans.stream().anyMatch(plan -> plan.removals() > 0);
        return detailedExitCode && somethingToRemove ? ExitCode.SOMETHING_TO_REMOVE : ExitCode.OK;
    }

    private static void table(PlanDocument plan, PrintWriter out) {
        out.println(OneLine.escape(plan.serviceId() + ": " + summary(plan)));
        if (!plan.instances().isEmpty()) {
            VerdictTable.print(plan, out);
        }
        out.println();
    }

    private static String summary(PlanDocument plan) {
        if (plan.error() != null) {
            return "failed: " + plan.error();
        } else if (plan.refusal() != null) {
            return "refused (" + plan.refusal().rule() + "): " + plan.refusal().why();
        } else if (plan.decision() == null) {
            return plan.errorCode() == null ? "not run" : "failed: " + plan.errorCode();
        } else if (plan.removals() > 0) {
            return plan.removals() + " of " + plan.instances().size() + " registered instances to remove";
        }
        boolean waits = plan.instances().stream().anyMatch(i -> i.reason() != null && i.result() == null);
        return waits
                ? "nothing to remove yet: what is stale still waits (settle-time, grace-period)"
                : "nothing to remove";
    }
}
