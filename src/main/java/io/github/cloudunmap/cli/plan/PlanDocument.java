package io.github.cloudunmap.cli.plan;

import static java.util.stream.Collectors.toMap;

import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.Ec2Id;
import io.github.cloudunmap.reconcile.Evidence;
import io.github.cloudunmap.reconcile.Plan;
import io.github.cloudunmap.reconcile.Plan.Judgement;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import io.github.cloudunmap.reconcile.RegisteredInstance;
import io.github.cloudunmap.reconcile.Verdict;
import io.github.cloudunmap.text.Redaction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The verdicts and the decision of one pass of a service, in words. The keys of the JSON output are the names of the
 * components in snake case. Users rely on the keys, which docs/commands.md describes.
 *
 * @param serviceName a name for people; null if the service has none
 * @param result {@code success}, {@code error}, {@code refused}, or {@code not-run} if there is no report of the pass
 * @param decision {@code nothing-to-do}, {@code deregister} or {@code refused}; null if the pass had no plan
 * @param errorCode the code of the failure that ended the pass; null if no failure ended it
 * @param error the message of the failure that ended the pass; null if there is none
 * @param instances the registered instances, in Cloud Map's order
 */
record PlanDocument(
        String serviceId,
        @Nullable String serviceName,
        String result,
        @Nullable String decision,
        @Nullable Refusal refusal,
        @Nullable String errorCode,
        @Nullable String error,
        List<Instance> instances) {
    PlanDocument {
        instances = List.copyOf(instances);
    }

    /**
     * The safety rule that refused the plan.
     *
     * @param instances the ids of the registrations that stay because of the rule
     * @param wayOut how the refusal can end, in words
     */
    record Refusal(String rule, String why, List<String> instances, String wayOut) {
        Refusal {
            instances = List.copyOf(instances);
        }

        String inWords() {
            return why + "; " + wayOut;
        }
    }

    /**
     * One registered instance.
     *
     * @param ec2InstanceId the first EC2 id of the registration that differs from {@code instanceId}; null if there is
     *     none
     * @param why the verdict in words
     * @param reason why the registration is stale; null with any other verdict
     * @param regions the regions whose answers led to the verdict; empty with the verdicts foreign and skipped
     * @param requestIds the ids of the EC2 requests whose answers led to a stale verdict; empty with any other verdict
     * @param waitsUntil when the registration's settling and grace are both over, in ISO 8601; null if the
     *     registration does not wait
     * @param result {@code dry-run} if the registration would be removed, {@code changed} or {@code failed} if the
     *     last readings prevented this; null if no removal was planned, or if the pass failed before it
     */
    record Instance(
            String instanceId,
            @Nullable String ec2InstanceId,
            @Nullable String address,
            String verdict,
            String why,
            @Nullable String reason,
            List<String> regions,
            List<String> requestIds,
            @Nullable String waitsUntil,
            @Nullable String result) {
        Instance {
            regions = List.copyOf(regions);
            requestIds = List.copyOf(requestIds);
        }

        private static Instance of(Judgement judgement, @Nullable Instant waitsUntil, @Nullable RemovalResult result) {
            Verdict verdict = judgement.verdict();
            List<Evidence> evidence = verdict instanceof Verdict.Stale stale ? stale.evidence() : List.of();
            return new Instance(
                    judgement.instance().id(),
                    ec2InstanceId(judgement.instance()),
                    address(judgement.instance()),
                    verdict.kind().toString(),
                    verdict.why(),
                    verdict instanceof Verdict.Stale stale ? stale.reason().toString() : null,
                    regions(verdict),
                    evidence.stream().map(Evidence::requestId).distinct().toList(),
                    waitsUntil == null
                            ? null
                            : waitsUntil.truncatedTo(ChronoUnit.SECONDS).toString(),
                    result == null ? null : result.toString());
        }

        private static @Nullable String address(RegisteredInstance registered) {
            String addresses = registered.shownAddresses();
            return addresses.isEmpty() ? null : addresses;
        }

        private static @Nullable String ec2InstanceId(RegisteredInstance registered) {
            return registered.ec2Ids().stream()
                    .map(Ec2Id::toString)
                    .filter(id -> !id.equalsIgnoreCase(registered.id().strip()))
                    .findFirst()
                    .orElse(null);
        }

        private static List<String> regions(Verdict verdict) {
            if (verdict instanceof Verdict.Matched matched) {
                return List.of(matched.region());
            } else if (verdict instanceof Verdict.Unknown unknown) {
                return List.of(unknown.region());
            } else if (verdict instanceof Verdict.Stale stale) {
                return stale.evidence().stream()
                        .map(Evidence::region)
                        .distinct()
                        .toList();
            }
            return List.of();
        }
    }

    static PlanDocument of(ReconcileReport report, @Nullable String name) {
        Map<RegisteredInstance, Instant> waits = report.plan().map(Plan::waiting).orElse(List.of()).stream()
                .collect(toMap(
                        Plan.Waiting::instance, waiting -> report.wallClock(waiting.until()), (one, other) -> one));
        Map<RegisteredInstance, RemovalResult> results = report.outcomes().stream()
                .collect(toMap(outcome -> outcome.removal().instance(), ReconcileReport.Outcome::result));
        Optional<Plan> plan = report.plan();
        return new PlanDocument(
                report.serviceId(),
                name,
                report.result().toString(),
                plan.map(p -> word(p.decision())).orElse(null),
                plan.map(PlanDocument::refusal).orElse(null),
                report.failure().map(PlanDocument::code).orElse(null),
                report.failure().map(Throwable::getMessage).map(Redaction::of).orElse(null),
                plan.map(Plan::judgements).orElse(List.of()).stream()
                        .map(judgement -> Instance.of(
                                judgement, waits.get(judgement.instance()), results.get(judgement.instance())))
                        .toList());
    }

    static PlanDocument notRun(String serviceId, @Nullable String name) {
        return new PlanDocument(serviceId, name, "not-run", null, null, null, null, List.of());
    }

    boolean hasSucceeded() {
        return result.equals(ReconcileReport.Result.SUCCESS.toString());
    }

    /** Returns the number of registrations that the pass would have removed. */
    long removals() {
        return count(RemovalResult.DRY_RUN);
    }

    /** Returns the number of planned removals with this result. */
    long count(RemovalResult removal) {
        return instances.stream()
                .filter(instance -> removal.toString().equals(instance.result()))
                .count();
    }

    private static String word(Plan.Decision decision) {
        if (decision instanceof Plan.Deregister) {
            return "deregister";
        }
        return decision instanceof Plan.Refused ? "refused" : "nothing-to-do";
    }

    private static @Nullable Refusal refusal(Plan plan) {
        return plan.decision() instanceof Plan.Refused refused
                ? new Refusal(refused.rule().toString(), refused.why(), refused.instances(), refused.wayOut())
                : null;
    }

    private static String code(Exception failure) {
        return failure instanceof ApiFailure api
                ? api.code()
                : failure.getClass().getSimpleName();
    }
}
