package io.github.cloudunmap.simulation;

import io.github.cloudunmap.reconcile.Plan;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.RegisteredInstance;
import io.github.cloudunmap.reconcile.ServicePolicy;
import io.github.cloudunmap.reconcile.Verdict;
import io.github.cloudunmap.simulation.World.Registration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds everything that the program does against what is true, by the rules as the design has them and not as the
 * program does. Keeps the first violation.
 */
final class Watch {
    /** How old the answers behind a removal may be. */
    private static final long LONGEST_TRUST = Duration.ofMinutes(5).toNanos();
    /** How old the second look at a registration that may be changing may be. */
    private static final long LONGEST_RE_READ = Duration.ofSeconds(15).toNanos();
    /** So many live ones, and a region that has none of them any more is suspect. */
    private static final int ENOUGH_TO_SUSPECT = 3;

    /** An answer of EC2's, read whole. */
    private record Answer(String region, String requestId, long requestedAt, Set<String> ids) {}

    /**
     * A region answered that it has nothing, which is not true.
     *
     * @param since when it began to
     * @param toldAt when it did so last
     * @param unnoticed whether the process that runs knew too little to be surprised
     */
    private record Lie(long since, long toldAt, boolean unnoticed) {}

    /** A pass, as its calls show it. */
    private static final class Pass {
        final Scheduler.Process process;
        final ServicePolicy policy;
        final long listedAt;
        final List<RegisteredInstance> listed;
        final Map<String, Long> readAgain = new HashMap<>();
        final Map<String, Map<String, String>> announced = new HashMap<>();
        boolean failedToRead;
        int removals;

        Pass(Scheduler.Process process, ServicePolicy policy, long listedAt, List<RegisteredInstance> listed) {
            this.process = process;
            this.policy = policy;
            this.listedAt = listedAt;
            this.listed = List.copyOf(listed);
        }
    }

    private final Scheduler scheduler;
    private final World world;
    private final Weather weather;
    private final Duration suspectHold;
    private final Map<Scheduler.Task, Pass> passes = new HashMap<>();
    private final List<Answer> answers = new ArrayList<>();
    /** By region, the ids that were live when the process that runs was last told of them. */
    private final Map<String, Set<String>> knownLive = new HashMap<>();

    private final Map<String, Lie> lies = new HashMap<>();
    /** By service, the operations that failed later and that no report has told of yet. */
    private final Map<String, Set<String>> untold = new HashMap<>();
    /** By service and registration, since when its passes have found it stale. */
    private final Map<String, Map<String, Long>> staleSince = new HashMap<>();

    private @Nullable String violation;
    private int removals;

    Watch(Scheduler scheduler, World world, Weather weather, Duration suspectHold) {
        this.scheduler = scheduler;
        this.world = world;
        this.weather = weather;
        this.suspectHold = suspectHold;
    }

    Optional<String> violation() {
        return Optional.ofNullable(violation);
    }

    /** How many removals there were to judge. */
    int removals() {
        return removals;
    }

    void violated(String rule, String what) {
        if (violation == null) {
            violation = rule + " at " + Duration.ofNanos(scheduler.now()) + ": " + what;
        }
    }

    /** The program forgets all it knew. */
    void restarted(Scheduler.Process old) {
        passes.values().removeIf(pass -> pass.process == old);
        answers.clear();
        knownLive.clear();
        staleSince.clear();
        untold.clear();
    }

    /** The program forgets a service. */
    void removed(String serviceId) {
        staleSince.remove(serviceId);
        asksNoMore(serviceId);
    }

    /** A dry run asks nothing of what another run has begun. */
    void asksNoMore(String serviceId) {
        untold.remove(serviceId);
    }

    void listing(Scheduler.Process process, ServicePolicy policy, int workers) {
        if (passes.containsKey(scheduler.current())) {
            return;
        }
        passes.put(scheduler.current(), new Pass(process, policy, Machine.NEVER, List.of()));
        long sameService = passes.values().stream()
                .filter(pass -> pass.policy.serviceId().equals(policy.serviceId()))
                .count();
        if (sameService > 1) {
            violated("one pass in flight per service", policy.serviceId() + " has " + sameService);
        }
        if (passes.size() > workers) {
            violated("at most workers passes", passes.size() + " with " + workers + " workers");
        }
    }

    void listed(List<RegisteredInstance> listed) {
        Pass pass = pass();
        if (pass.listedAt == Machine.NEVER) {
            passes.put(scheduler.current(), new Pass(pass.process, pass.policy, scheduler.now(), listed));
        }
    }

    /** What Cloud Map has of the registration right now is on its way to the program. */
    void shown(String id) {
        if (pass().listedAt != Machine.NEVER) {
            pass().readAgain.put(id, scheduler.now());
        }
    }

    /** The log says that a removal follows. */
    void announced(Map<String, String> fields) {
        pass().announced.put(fields.getOrDefault("instance_id", ""), fields);
    }

    void listFailed() {
        pass().failedToRead |= pass().listedAt == Machine.NEVER;
    }

    /** EC2 answered for these ids, to the last page. */
    void answered(String region, String requestId, long requestedAt, Set<String> ids, Set<String> live) {
        answers.removeIf(answer -> answer.requestedAt < scheduler.now() - 2 * LONGEST_TRUST);
        answers.add(new Answer(region, requestId, requestedAt, ids));
        Set<String> known = knownLive.computeIfAbsent(region, r -> new HashSet<>());
        OptionalLong emptySince = weather.emptySince(region);
        if (emptySince.isPresent() && live.isEmpty()) {
            boolean unnoticed = known.size() < ENOUGH_TO_SUSPECT;
            lies.merge(
                    region,
                    new Lie(emptySince.getAsLong(), scheduler.now(), unnoticed),
                    (old, now) ->
                            new Lie(now.since, now.toldAt, unnoticed || (old.unnoticed && old.since == now.since)));
            if (!unnoticed) {
                return;
            }
        }
        known.removeAll(ids);
        known.addAll(live);
    }

    /** A removal is asked for. */
    void removing(ServiceSettings settings, String id) {
        Pass pass = pass();
        removals++;
        pass.removals++;
        String what = id + " of " + settings.serviceId();
        if (settings.dryRun()) {
            violated("a dry run cannot write", what);
        }
        if (pass.failedToRead || pass.listedAt == Machine.NEVER) {
            violated("nothing is removed after a failed read", what);
        }
        long vouchedFor = pass.listed.stream()
                .filter(instance -> World.isOurs(pass.policy, instance))
                .count();
        if (pass.removals >= vouchedFor) {
            violated("never all", what + " would be the last of " + vouchedFor);
        }
        long addressed = pass.listed.stream()
                .filter(instance -> instance.address().isPresent())
                .count();
        int limit = pass.policy.maxDeregistrations().of((int) addressed);
        if (pass.removals > limit) {
            violated("never over the bound", what + " would be number " + pass.removals + " of " + limit);
        }
        pass.listed.stream()
                .filter(instance -> instance.id().equals(id))
                .findFirst()
                .ifPresentOrElse(
                        instance -> {
                            everyRegionAnswered(pass, instance);
                            isAnnounced(pass, instance);
                        },
                        () -> violated("only what was listed", what));
    }

    private void isAnnounced(Pass pass, RegisteredInstance instance) {
        Map<String, String> fields = pass.announced.getOrDefault(instance.id(), Map.of());
        List<String> known = answers.stream().map(Answer::requestId).toList();
        boolean isComplete = pass.policy.serviceId().equals(fields.get("service_id"))
                && instance.address().orElse("").equals(fields.get("address"))
                && !fields.getOrDefault("reason", "").isEmpty()
                && known.containsAll(
                        List.of(fields.getOrDefault("request_id", "").split(",")));
        if (!isComplete) {
            violated("every removal is logged with its grounds", instance.id() + " has but " + fields);
        }
    }

    private void everyRegionAnswered(Pass pass, RegisteredInstance instance) {
        long notBefore = Math.max(pass.listedAt, scheduler.now() - LONGEST_TRUST);
        for (String region : pass.policy.regions()) {
            boolean answered = answers.stream()
                    .anyMatch(answer -> answer.region.equals(region)
                            && answer.requestedAt >= notBefore
                            && answer.ids.contains(instance.ec2Id()));
            if (!answered) {
                violated(
                        "a no is never cached, and a region that fails is not empty",
                        instance.id() + " goes without an answer from " + region + " since the list was read");
            }
        }
    }

    /** A removal takes effect; {@code askedAt} is when it was asked for. */
    void removed(Registration registration, long askedAt) {
        Pass pass = pass();
        RegisteredInstance instance = registration.instance();
        String what = instance + " of " + pass.policy.serviceId();
        if (!World.isOurs(pass.policy, instance)) {
            violated("what is skipped or foreign stays", what);
        }
        OptionalLong correctSince = world.correctSince(pass.policy, registration, scheduler.now());
        if (correctSince.isPresent()) {
            if (correctSince.getAsLong() <= pass.listedAt && !wasLiedTo(pass)) {
                violated("no live instance is removed", what + " was right since " + correctSince.getAsLong());
            }
            long readAgain = pass.readAgain.getOrDefault(instance.id(), 0L);
            if (!pass.listed.contains(instance)
                    && registration.since() < askedAt
                    && (readAgain >= registration.since() || readAgain < askedAt - LONGEST_RE_READ)) {
                violated("what may be changing is read again", what + " registered anew in time");
            }
        }
        long staleFor = scheduler.now() - staleSince(pass).getOrDefault(grace(instance), pass.listedAt);
        if (pass.listed.contains(instance)
                && staleFor < pass.policy.gracePeriod().toNanos()) {
            violated("grace", what + " went after " + Duration.ofNanos(staleFor));
        }
    }

    /** Whether a region of the pass's lied in a way that nobody could have noticed, or for longer than it is doubted. */
    private boolean wasLiedTo(Pass pass) {
        return pass.policy.regions().stream()
                .flatMap(region -> Optional.ofNullable(lies.get(region)).stream())
                .filter(lie -> lie.toldAt >= scheduler.now() - LONGEST_TRUST)
                .anyMatch(lie -> lie.unnoticed || scheduler.now() - lie.since >= suspectHold.toNanos());
    }

    /** The program was told of an operation that will have failed. */
    void failedLater(String serviceId, String operationId) {
        untold.computeIfAbsent(serviceId, s -> new HashSet<>()).add(operationId);
    }

    void ended(ReconcileReport report) {
        Pass pass = passes.remove(scheduler.current());
        if (pass == null || !pass.policy.serviceId().equals(report.serviceId())) {
            violated("a report is of its own pass", report.serviceId());
            return;
        }
        report.failedLater()
                .forEach(failure -> untold.getOrDefault(report.serviceId(), new HashSet<>())
                        .remove(failure.removal().operationId()));
        report.plan()
                .filter(plan -> !(plan.decision() instanceof Plan.Refused refused
                        && refused.rule() != Plan.Rule.MAX_DEREGISTRATIONS))
                .ifPresent(plan -> {
                    Map<String, Long> before = staleSince(pass);
                    Map<String, Long> stale = new HashMap<>();
                    for (Plan.Judgement judgement : plan.judgements()) {
                        if (judgement.verdict() instanceof Verdict.Stale) {
                            String key = grace(judgement.instance());
                            stale.put(key, before.getOrDefault(key, pass.listedAt));
                        }
                    }
                    staleSince.put(report.serviceId(), stale);
                });
    }

    private Map<String, Long> staleSince(Pass pass) {
        return staleSince.getOrDefault(pass.policy.serviceId(), Map.of());
    }

    private static String grace(RegisteredInstance instance) {
        return instance.id() + " " + instance.ec2Id() + " " + instance.address().orElse("");
    }

    /** In calm weather, and after all waiting that the rules ask for. */
    void mayKeepNothingDead(ServiceSettings service) {
        if (!untold.getOrDefault(service.serviceId(), Set.of()).isEmpty()) {
            violated("what fails later is told", untold + " of " + service.serviceId());
        }
        ServicePolicy policy = service.policy();
        List<Registration> registered = world.registrations(service.serviceId());
        List<Registration> ours = registered.stream()
                .filter(registration -> World.isOurs(policy, registration.instance()))
                .toList();
        List<Registration> dead = ours.stream()
                .filter(registration -> world.correctSince(policy, registration, scheduler.now())
                        .isEmpty())
                .toList();
        int addressed = (int) registered.stream()
                .filter(registration -> registration.instance().address().isPresent())
                .count();
        boolean refused = dead.size() == ours.size()
                || dead.size() > policy.maxDeregistrations().of(addressed);
        List<String> couldGo = dead.stream()
                .map(registration -> registration.instance().id())
                .filter(id -> !id.equals(World.STUCK))
                .toList();
        if (!couldGo.isEmpty() && !refused && !service.dryRun()) {
            violated("what is dead goes within two rounds", couldGo + " stayed in " + service);
        }
    }

    private Pass pass() {
        for (Scheduler.Task task = scheduler.current(); task != null; task = task.parent()) {
            Pass pass = passes.get(task);
            if (pass != null) {
                return pass;
            }
        }
        throw new IllegalStateException("a call outside of a pass");
    }
}
