package io.github.cloudunmap.reconcile;

import io.github.cloudunmap.address.AddressFamily;
import io.github.cloudunmap.reconcile.Evidence.Suspicion;
import io.github.cloudunmap.reconcile.Plan.Decision;
import io.github.cloudunmap.reconcile.Plan.Judgement;
import io.github.cloudunmap.reconcile.Plan.Refused;
import io.github.cloudunmap.reconcile.Plan.Removal;
import io.github.cloudunmap.reconcile.Plan.Rule;
import io.github.cloudunmap.reconcile.Plan.StaleSince;
import io.github.cloudunmap.reconcile.Plan.Waiting;
import io.github.cloudunmap.reconcile.ServicePolicy.IdRule;
import io.github.cloudunmap.reconcile.Verdict.StaleReason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Decides which registrations are stale and which of them may be removed. Pure: equal values give equal plans. */
public final class Planner {
    private final ServicePolicy policy;

    public Planner(ServicePolicy policy) {
        this.policy = policy;
    }

    /**
     * Returns the verdict on one registered instance, or {@link Verdict.Open} if {@code fleet} still lacks an answer
     * that the verdict needs.
     */
    public Verdict judge(RegisteredInstance instance, FleetView fleet) {
        Optional<String> foreign = Ownership.foreign(instance, policy.regions());
        if (foreign.isPresent()) {
            return new Verdict.Foreign(foreign.get());
        }
        Map<AddressFamily, String> addresses = instance.addresses(policy.addresses());
        if (addresses.isEmpty()) {
            return new Verdict.Skipped(instance.whyWithoutAddresses(policy.addresses()));
        }
        if (policy.ids() == IdRule.EC2_ONLY && instance.ec2Ids().isEmpty()) {
            return new Verdict.Skipped("neither its id nor AWS_EC2_INSTANCE_ID is an EC2 instance id");
        }
        List<String> ids = instance.lookupIds();
        if (ids.isEmpty()) {
            return new Verdict.Skipped(
                    "what stands for its EC2 id is none that EC2 can be asked for: " + instance.ec2Id());
        }
        return Ownership.isOfOtherAccount(instance, fleet)
                ? Verdict.Foreign.ofAccount(instance.createdByAccount())
                : judgeBySightings(addresses, fleet, ids);
    }

    private Verdict judgeBySightings(Map<AddressFamily, String> addresses, FleetView fleet, List<String> ids) {
        for (String id : ids) {
            for (Sighting sighting : fleet.of(id)) {
                if (live(sighting).filter(i -> i.hasAddresses(addresses)).isPresent()) {
                    return new Verdict.Matched(sighting.evidence().region());
                }
            }
        }
        Map<String, Set<String>> unanswered = new HashMap<>();
        List<Verdict.Stale> grounds = new ArrayList<>();
        for (String id : ids) {
            List<Sighting> fresh = fleet.fresh(id);
            Set<String> silent = new HashSet<>(policy.regions());
            for (Sighting sighting : fresh) {
                String region = sighting.evidence().region();
                if (live(sighting).filter(Ec2Instance::isStopped).isPresent()) {
                    return new Verdict.Unknown(region, true);
                }
                if (live(sighting).filter(i -> i.isSettling(addresses.keySet())).isPresent()) {
                    return new Verdict.Unknown(region);
                }
                silent.remove(region);
            }
            silent.forEach(region ->
                    unanswered.computeIfAbsent(region, r -> new HashSet<>()).add(id));
            grounds.add(ground(id, fresh));
        }
        if (!unanswered.isEmpty()) {
            return new Verdict.Open(unanswered);
        }
        Verdict.Stale stale = Verdict.Stale.ofAll(grounds);
        return stale.reason() == StaleReason.NOT_FOUND
                ? aliveElsewhere(fleet, ids).orElse(stale)
                : stale;
    }

    private static Optional<Verdict> aliveElsewhere(FleetView fleet, List<String> ids) {
        return ids.stream()
                .flatMap(id -> Optional.ofNullable(fleet.aliveElsewhere().get(id))
                        .<Verdict>map(region -> Verdict.Foreign.ofPlace(id, region))
                        .stream())
                .findFirst();
    }

    private Optional<Ec2Instance> live(Sighting sighting) {
        return sighting.instance().filter(this::countsAsLive);
    }

    /**
     * Returns the stale verdict that follows from one id of a registration. The caller uses this verdict only if every
     * region of the service has answered for every id of the registration.
     */
    private Verdict.Stale ground(String id, List<Sighting> sightings) {
        return sightings.stream()
                .flatMap(sighting -> sighting.instance().map(seen -> ground(id, seen, sighting.evidence())).stream())
                // Each region that shows the id gives a reason. The reason that comes first in StaleReason counts, and
                // final reasons come last there. So if the instance has ended in one region, but not in another, the
                // reason is not final.
                .min(Comparator.comparing(Verdict.Stale::reason)
                        .thenComparing(stale -> stale.evidence().get(0).region()))
                .orElseGet(() -> new Verdict.Stale(
                        StaleReason.NOT_FOUND,
                        sightings.stream().map(Sighting::evidence).toList()));
    }

    private Verdict.Stale ground(String id, Ec2Instance seen, Evidence evidence) {
        StaleReason reason = reason(seen);
        return new Verdict.Stale(reason, List.of(evidence), reason.isFinal() ? Set.of() : Set.of(id));
    }

    private StaleReason reason(Ec2Instance instance) {
        return switch (instance.state()) {
            case SHUTTING_DOWN -> StaleReason.SHUTTING_DOWN;
            case TERMINATED -> StaleReason.TERMINATED;
            default -> countsAsLive(instance) ? StaleReason.ADDRESS_MISMATCH : StaleReason.STOPPED;
        };
    }

    private boolean countsAsLive(Ec2Instance instance) {
        return instance.isLive() && !(policy.unmapStopped() && instance.isStopped());
    }

    /**
     * Makes the plan of a pass.
     *
     * @param staleSince the streaks of stale verdicts from the service's last plan
     * @param now the monotonic time in nanoseconds
     * @throws IllegalStateException if a verdict is still open
     */
    public Plan plan(List<RegisteredInstance> registered, FleetView fleet, StaleSince staleSince, long now) {
        List<Judgement> judgements = registered.stream()
                .map(instance -> new Judgement(instance, judge(instance, fleet)))
                .toList();
        if (judgements.stream().anyMatch(j -> j.verdict() instanceof Verdict.Open)) {
            throw new IllegalStateException("a verdict is still open in service " + policy.serviceId());
        }
        List<Removal> stale =
                judgements.stream().flatMap(j -> j.ifStale().stream()).toList();
        StaleSince seen = staleSince.seenStale(stale, now);
        List<Removal> due = new ArrayList<>();
        List<Waiting> waiting = new ArrayList<>();
        stale.forEach(
                removal -> seen.waiting(removal, policy, now).ifPresentOrElse(waiting::add, () -> due.add(removal)));
        Decision decision = restingOnSuspicion(stale, now).orElseGet(() -> decide(judgements, fleet, stale, due));
        return rejectsVerdicts(decision)
                ? new Plan(judgements, List.of(), decision, staleSince.keeping(stale))
                : new Plan(judgements, waiting, decision, seen);
    }

    /**
     * Whether the pass was refused because of "never all" or a suspect region. Such a pass begins neither grace nor
     * settling, the two waits of a stale registration before its removal.
     */
    private static boolean rejectsVerdicts(Decision decision) {
        return decision instanceof Refused refused && refused.rule() != Rule.MAX_DEREGISTRATIONS;
    }

    private static Optional<Decision> restingOnSuspicion(List<Removal> stale, long now) {
        List<Removal> suspect = stale.stream()
                .filter(removal -> removal.verdict()
                        .suspectAnswers(removal.instance())
                        .findAny()
                        .isPresent())
                .toList();
        return suspect.stream()
                .flatMap(removal -> removal.verdict().suspectAnswers(removal.instance()))
                .min(Comparator.comparing(Evidence::region).thenComparing(Evidence::requestId))
                .map(evidence -> refusal(evidence.region(), evidence.suspicion().orElseThrow(), suspect, now));
    }

    private static Refused refusal(String region, Suspicion suspicion, List<Removal> suspect, long now) {
        return new Refused(
                Rule.SUSPECT_REGION, "EC2 in " + region + " " + suspicion.shows(), ids(suspect), suspicion.ending(now));
    }

    private static List<String> ids(List<Removal> removals) {
        return removals.stream().map(removal -> removal.instance().id()).toList();
    }

    private Decision decide(List<Judgement> judgements, FleetView fleet, List<Removal> stale, List<Removal> due) {
        int addressed = (int) judgements.stream()
                .filter(j -> !j.instance().addresses(policy.addresses()).isEmpty())
                .count();
        List<RegisteredInstance> all =
                judgements.stream().map(Judgement::instance).toList();
        if (!stale.isEmpty() && !keepsAny(all, fleet.sinceTheList())) {
            return neverAll(stale);
        }
        int limit = policy.maxDeregistrations().of(addressed);
        if (due.size() > limit) {
            String setting = policy.maxDeregistrations().toString();
            return new Refused(
                    Rule.MAX_DEREGISTRATIONS,
                    due.size() + " of " + addressed
                            + " registered instances would be removed, but max-deregistrations is "
                            + setting + (setting.endsWith("%") ? " (" + limit + ")" : ""),
                    ids(due),
                    "if they have really ended, raise max-deregistrations; a reload takes it over");
        }
        return due.isEmpty() ? new Plan.NothingToDo() : new Plan.Deregister(due);
    }

    /** Whether at least one of these registrations is matched or unknown. */
    private boolean keepsAny(List<RegisteredInstance> registered, FleetView fleet) {
        return registered.stream().map(instance -> judge(instance, fleet)).anyMatch(Verdict::isKeptByEc2);
    }

    /**
     * Returns the registrations to ask EC2 about again before "never all" refuses the pass: those whose verdict is
     * matched or unknown only because of answers that were requested before the list was complete. Such answers do not
     * count for the rule, because EC2 may have stopped answering truly after them. Empty if no registration is stale,
     * or if answers that were requested after the list suffice to make a registration matched or unknown.
     */
    List<RegisteredInstance> toSeeAgain(List<RegisteredInstance> registered, FleetView fleet) {
        boolean isAnyStale = registered.stream().anyMatch(instance -> judge(instance, fleet) instanceof Verdict.Stale);
        return !isAnyStale || keepsAny(registered, fleet.sinceTheList())
                ? List.of()
                : registered.stream()
                        .filter(instance -> judge(instance, fleet).isKeptByEc2())
                        .toList();
    }

    private Refused neverAll(List<Removal> stale) {
        String commands = DeregisterCommands.of(
                policy, stale.stream().map(Removal::instance).toList());
        return new Refused(
                Rule.NEVER_ALL,
                "all " + stale.size()
                        + " registered instances that EC2 can vouch for are stale, and the last are never removed",
                ids(stale),
                "if they have ended for good, register a living one, or remove them"
                        + (commands.isEmpty() ? " yourself" : ": " + commands));
    }
}
