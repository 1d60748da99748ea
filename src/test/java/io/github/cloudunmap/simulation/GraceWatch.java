package io.github.cloudunmap.simulation;

import io.github.cloudunmap.reconcile.CarriedState;
import io.github.cloudunmap.reconcile.Plan;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.RegisteredInstance;
import io.github.cloudunmap.reconcile.Verdict;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Holds what the passes of one process say of grace against each other: the grace of a registration that stays stale
 * begins once, unless it may have been removed meanwhile. All times in nanoseconds.
 */
final class GraceWatch {
    /**
     * What the last pass with a plan has said.
     *
     * @param beganAt when the grace of each waiting registration has begun
     * @param mayBeGone the grace of these begins anew
     */
    private record Said(long at, Map<RegisteredInstance, Long> beganAt, Predicate<String> mayBeGone) {}

    private final Violations violations;
    private final Map<String, Said> said = new HashMap<>();
    /** By service, the ids of registrations with a removal whose outcome was not known after the last pass. */
    private final Map<String, Set<String>> accepted = new HashMap<>();

    GraceWatch(Violations violations) {
        this.violations = violations;
    }

    /** The grace of this service starts anew. */
    void remove(String serviceId) {
        said.remove(serviceId);
    }

    /**
     * Returns the ids of the registrations that may have been removed before the end of this pass. For the first pass
     * of a process these may be all: what the process before has begun is not known here.
     */
    Predicate<String> mayBeGone(ReconcileReport report) {
        Set<String> now = report.carriedState().accepted().stream()
                .map(CarriedState.PendingOperation::instanceId)
                .collect(Collectors.toSet());
        Set<String> before = accepted.put(report.serviceId(), now);
        return id -> before == null || before.contains(id) || now.contains(id);
    }

    void ended(Pass pass, Plan plan, EventWatch events, Predicate<String> mayBeGone) {
        Map<RegisteredInstance, Long> beganAt = new HashMap<>();
        Said before = said.get(pass.serviceId());
        for (Plan.Waiting waiting : plan.waiting()) {
            if (waiting.settles()) {
                continue;
            }
            long began = waiting.until() - pass.settings.gracePeriod().toNanos();
            beganAt.put(waiting.instance(), began);
            Long earlier = before == null ? null : before.beganAt.get(waiting.instance());
            if (before != null
                    && earlier != null
                    && began > earlier
                    && !before.mayBeGone.test(waiting.instance().id())
                    && !events.hasBegunSince(waiting.instance(), pass.settings, before.at)) {
                violations.add(
                        "grace begins once",
                        "%s of %s waits anew after %s"
                                .formatted(waiting.instance(), pass.serviceId(), Duration.ofNanos(began - earlier)));
            }
        }
        if (beginsGrace(plan)) {
            said.put(pass.serviceId(), new Said(pass.begunAt(), beganAt, mayBeGone));
        } else if (before != null) {
            before.beganAt.keySet().retainAll(stale(plan));
        }
    }

    /** A pass whose answers are suspect begins none. */
    static boolean beginsGrace(Plan plan) {
        return !(plan.decision() instanceof Plan.Refused refused) || refused.rule() == Plan.Rule.MAX_DEREGISTRATIONS;
    }

    private static Set<RegisteredInstance> stale(Plan plan) {
        return plan.judgements().stream()
                .filter(judgement -> judgement.verdict() instanceof Verdict.Stale)
                .map(Plan.Judgement::instance)
                .collect(Collectors.toSet());
    }
}
