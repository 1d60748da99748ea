package io.github.cloudunmap.simulation;

import io.github.cloudunmap.reconcile.Plan;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.RegisteredInstance;
import io.github.cloudunmap.reconcile.ServicePolicy;
import io.github.cloudunmap.reconcile.Verdict;
import io.github.cloudunmap.simulation.World.Registration;
import java.time.Duration;
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
    /** How old the second look at a registration that may be changing may be. */
    private static final long LONGEST_RE_READ = Duration.ofSeconds(15).toNanos();
    /** A pass, as its calls show it. */
    private static final class Pass {
        final Scheduler.TaskGroup process;
        final ServiceSettings settings;
        final ServicePolicy policy;
        final Map<String, Long> readAgain = new HashMap<>();
        final Map<String, Map<String, String>> announced = new HashMap<>();
        List<RegisteredInstance> listed = List.of();
        long listedAt = Machine.NEVER;
        boolean failedToRead;
        int removals;

        Pass(Scheduler.TaskGroup process, ServiceSettings settings) {
            this.process = process;
            this.settings = settings;
            this.policy = settings.policy();
        }
    }

    private final Scheduler scheduler;
    private final World world;
    private final Map<Scheduler.Task, Pass> passes = new HashMap<>();
    private final Ec2Answers answers;
    /** By service, the operations that failed later and that no report has told of yet. */
    private final Map<String, Set<String>> untold = new HashMap<>();
    /** By service and registration, since when its passes have found it stale. */
    private final Map<String, Map<String, Long>> staleSince = new HashMap<>();

    private @Nullable String violation;

    Watch(Scheduler scheduler, World world, Duration suspectHold) {
        this.scheduler = scheduler;
        this.world = world;
        this.answers = new Ec2Answers(suspectHold);
    }

    Optional<String> violation() {
        return Optional.ofNullable(violation);
    }

    void violated(String rule, String what) {
        if (violation == null) {
            violation = rule + " at " + Duration.ofNanos(scheduler.now()) + ": " + what;
        }
    }

    /** The program forgets all it knew. */
    void restarted(Scheduler.TaskGroup old) {
        passes.values().removeIf(pass -> pass.process == old);
        answers.forgetAll();
        staleSince.clear();
        untold.clear();
    }

    /** The program forgets a service. */
    void removed(String serviceId) {
        staleSince.remove(serviceId);
        untold.remove(serviceId);
    }

    /** Nobody will ask for it any more. */
    void forget(String ec2Id) {
        answers.forget(ec2Id);
    }

    void listing(Scheduler.TaskGroup process, ServiceSettings settings, int workers) {
        if (passes.containsKey(scheduler.current())) {
            return;
        }
        passes.put(scheduler.current(), new Pass(process, settings));
        long sameService = passes.values().stream()
                .filter(pass -> pass.policy.serviceId().equals(settings.serviceId()))
                .count();
        if (sameService > 1) {
            violated("one pass in flight per service", settings.serviceId() + " has " + sameService);
        }
        if (passes.size() > workers) {
            violated("at most workers passes", passes.size() + " with " + workers + " workers");
        }
    }

    void listed(List<RegisteredInstance> listed) {
        Pass pass = pass();
        if (pass.listedAt == Machine.NEVER) {
            pass.listed = List.copyOf(listed);
            pass.listedAt = scheduler.now();
            answers.want(listed.stream().map(RegisteredInstance::ec2Id).toList());
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
    void answered(
            String region,
            String requestId,
            long requestedAt,
            OptionalLong emptySince,
            Set<String> ids,
            Set<String> live) {
        answers.add(region, requestId, requestedAt, emptySince, ids, live, scheduler.now());
    }

    /** A removal is asked for. */
    void removing(String id) {
        Pass pass = pass();
        pass.removals++;
        String what = id + " of " + pass.policy.serviceId();
        if (pass.settings.dryRun()) {
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
        List<String> grounds = List.of(fields.getOrDefault("request_id", "").split(","));
        boolean isComplete = pass.policy.serviceId().equals(fields.get("service_id"))
                && instance.address().orElse("").equals(fields.get("address"))
                && !fields.getOrDefault("reason", "").isEmpty()
                && !grounds.contains("");
        if (!isComplete) {
            violated("every removal is logged with its grounds", instance.id() + " has but " + fields);
        } else if (!answers.areRecent(grounds, scheduler.now())) {
            violated("no removal rests on old answers", fields.toString());
        }
    }

    private void everyRegionAnswered(Pass pass, RegisteredInstance instance) {
        for (String region : pass.policy.regions()) {
            if (!answers.any(region, instance.ec2Id(), pass.listedAt)) {
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
        boolean misled = answers.misled(world.regionOf(instance), scheduler.now());
        OptionalLong correctSince = world.correctSince(pass.policy, registration, scheduler.now());
        if (correctSince.isPresent()) {
            if (correctSince.getAsLong() <= pass.listedAt && !misled) {
                violated("no live instance is removed", what + " was right since " + correctSince.getAsLong());
            }
            long readAgain = pass.readAgain.getOrDefault(instance.id(), 0L);
            if (!pass.listed.contains(instance)
                    && !misled
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

    /** The program was told of an operation that will have failed. */
    void failedLater(String serviceId, String operationId) {
        untold.computeIfAbsent(serviceId, s -> new HashSet<>()).add(operationId);
    }

    void ended(ReconcileReport report) {
        scheduler.tell(() -> report.serviceId() + " ends in " + new Ending(report));
        Pass pass = passes.remove(scheduler.current());
        if (pass == null || !pass.policy.serviceId().equals(report.serviceId())) {
            violated("a report is of its own pass", report.serviceId());
            return;
        }
        if (pass.settings.dryRun()) {
            untold.remove(report.serviceId()); // it asks nothing of what another run has begun
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
        List<String> couldGo = world.couldGo(service.policy(), scheduler.now());
        if (!couldGo.isEmpty() && !service.dryRun()) {
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
