package io.github.cloudunmap.simulation;

import io.github.cloudunmap.reconcile.Plan;
import io.github.cloudunmap.reconcile.RegisteredInstance;
import io.github.cloudunmap.reconcile.Verdict;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private record Said(long at, Map<RegisteredInstance, Long> beganAt, Set<String> mayBeGone) {}

    private final Violations violations;
    private final Map<String, Said> said = new HashMap<>();
    /** By service, the removals whose outcome was not known after the last pass with a plan. */
    private final Map<String, Set<String>> acceptedBefore = new HashMap<>();

    GraceWatch(Violations violations) {
        this.violations = violations;
    }

    /** The grace of this service starts anew. */
    void remove(String serviceId) {
        said.remove(serviceId);
    }

    /** @param accepted the ids of registrations with a removal whose outcome the process does not know yet */
    void ended(Pass pass, Plan plan, EventWatch events, Set<String> accepted) {
        Set<String> mayBeGone = new HashSet<>(accepted);
        Optional.ofNullable(acceptedBefore.put(pass.serviceId(), accepted)).ifPresent(mayBeGone::addAll);
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
                    && !before.mayBeGone.contains(waiting.instance().id())
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
    private static boolean beginsGrace(Plan plan) {
        return !(plan.decision() instanceof Plan.Refused refused) || refused.rule() == Plan.Rule.MAX_DEREGISTRATIONS;
    }

    private static Set<RegisteredInstance> stale(Plan plan) {
        return plan.judgements().stream()
                .filter(judgement -> judgement.verdict() instanceof Verdict.Stale)
                .map(Plan.Judgement::instance)
                .collect(Collectors.toSet());
    }
}
