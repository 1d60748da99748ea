package io.github.cloudunmap.simulation;

import io.github.cloudunmap.reconcile.Plan;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import io.github.cloudunmap.reconcile.RegisteredInstance;
import io.github.cloudunmap.reconcile.Verdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Since when the passes of one process have found registrations stale. All times in nanoseconds.
 *
 * <p>It believes the verdicts and the outcomes that the program reports. Whether they are true, the {@link Promise}
 * judges.
 */
final class StaleWatch {
    /** By service and registration. */
    private final Map<String, Map<String, Long>> since = new HashMap<>();

    /** The process begins with what the one before it knew of these services. */
    void begin(Map<String, Map<String, Long>> known, Predicate<String> services) {
        known.forEach((service, times) -> {
            if (services.test(service)) {
                since.put(service, times);
            }
        });
    }

    /** By service and registration. */
    Map<String, Map<String, Long>> known() {
        return new HashMap<>(since);
    }

    /** With all times later by so much. */
    static Map<String, Map<String, Long>> later(Map<String, Map<String, Long>> known, long by) {
        Map<String, Map<String, Long>> later = new HashMap<>();
        known.forEach((service, since) -> {
            Map<String, Long> times = new HashMap<>();
            since.forEach((registration, at) -> times.put(registration, at + by));
            later.put(service, times);
        });
        return later;
    }

    void remove(String serviceId) {
        since.remove(serviceId);
    }

    /** Whether all of these, which the pass has listed under one id, are stale for less than the grace period. */
    boolean areYoung(Pass pass, List<RegisteredInstance> listed, long now) {
        Map<String, Long> times = since.getOrDefault(pass.serviceId(), Map.of());
        return listed.stream()
                .allMatch(instance -> now - times.getOrDefault(key(instance), pass.listedAt())
                        < pass.settings.gracePeriod().toNanos());
    }

    /** A pass has ended with this plan. */
    void ended(Pass pass, Plan plan) {
        if (!GraceWatch.beginsGrace(plan)) {
            return;
        }
        Map<String, Long> before = since.getOrDefault(pass.serviceId(), Map.of());
        Map<String, Long> stale = new HashMap<>();
        for (Plan.Judgement judgement : plan.judgements()) {
            if (judgement.verdict() instanceof Verdict.Stale) {
                String key = key(judgement.instance());
                stale.put(key, before.getOrDefault(key, pass.listedAt()));
            }
        }
        since.put(pass.serviceId(), stale);
    }

    /** Forgets the registrations whose removal Cloud Map has accepted: a later list has others in their place. */
    void endStreaks(ReconcileReport report) {
        report.outcomes().stream()
                .filter(outcome ->
                        outcome.result() != RemovalResult.DRY_RUN && outcome.result() != RemovalResult.FAILED)
                .forEach(outcome -> since.getOrDefault(report.serviceId(), new HashMap<>())
                        .remove(key(outcome.removal().instance())));
    }

    private static String key(RegisteredInstance instance) {
        return instance.id() + " " + instance.attributes();
    }
}
