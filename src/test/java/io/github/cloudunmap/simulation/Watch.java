package io.github.cloudunmap.simulation;

import io.github.cloudunmap.config.SelectionConfig;
import io.github.cloudunmap.events.Event.StateChange;
import io.github.cloudunmap.reconcile.Plan;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import io.github.cloudunmap.reconcile.RegisteredInstance;
import io.github.cloudunmap.reconcile.Verdict;
import io.github.cloudunmap.simulation.World.Registration;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Holds the calls of one process, from its start to its end, against the rules of a pass as the design has them, and
 * not as the program does. What is true of the instances is the {@link Promise}'s.
 */
final class Watch {
    private static final int MOST_THREADS = 4;

    private final Scheduler scheduler;
    private final Scheduler.TaskGroup process;
    private final Promise promise;
    private final Violations violations;
    private final Ec2Answers answers;
    private final Map<Scheduler.Task, Pass> passes = new HashMap<>();
    /** By service, the operations that failed later and that no report has told of yet. */
    private final Map<String, Set<String>> untold = new HashMap<>();
    /** By service and registration, since when its passes have found it stale. */
    private final Map<String, Map<String, Long>> staleSince = new HashMap<>();

    /** The services whose last plan rests on answers of a region that the process suspects. */
    private final Set<String> suspect = new HashSet<>();

    private Remembered earlier = Remembered.NOTHING;
    /** What events have asked for. */
    private final EventWatch events;
    /** What is to be reconciled. */
    private final SelectionWatch selections;
    /** When the grace of waiting registrations began, as the last pass has said. */
    private final GraceWatch graces;

    /**
     * What one process knows that the next one may be expected to know, too. Times are of the first process.
     *
     * @param staleSince by service and registration
     * @param known by selection
     * @param mayReturn the services that selections have lost
     */
    record Remembered(
            Map<String, Map<String, Long>> staleSince,
            Ec2Answers.Remembered answers,
            Map<SelectionConfig.Query, SelectionWatch.Known> known,
            Set<String> mayReturn) {
        static final Remembered NOTHING = new Remembered(Map.of(), Ec2Answers.Remembered.NOTHING, Map.of(), Set.of());

        /** With all times later by so much. */
        Remembered later(long by) {
            Map<String, Map<String, Long>> later = new HashMap<>();
            staleSince.forEach((service, since) -> {
                Map<String, Long> times = new HashMap<>();
                since.forEach((registration, at) -> times.put(registration, at + by));
                later.put(service, times);
            });
            return new Remembered(later, answers.later(by), known, mayReturn);
        }

        Remembered withoutFindings() {
            return new Remembered(staleSince, answers, Map.of(), Set.of());
        }
    }

    Watch(
            Scheduler scheduler,
            Scheduler.TaskGroup process,
            Promise promise,
            Violations violations,
            Ec2Answers answers) {
        this.scheduler = scheduler;
        this.process = process;
        this.promise = promise;
        this.violations = violations;
        this.answers = answers;
        this.events = new EventWatch(scheduler, violations);
        this.selections = new SelectionWatch(scheduler, violations);
        this.graces = new GraceWatch(violations);
    }

    void happened(StateChange change) {
        events.happened(change);
    }

    /** A pass begins now because of an event, if its ticket is still good. */
    void beginsEarly() {
        events.beginsEarly();
    }

    /** Whether the last list of the service had the registration as it is now. */
    boolean hasListed(String serviceId, RegisteredInstance instance) {
        return events.hasListed(serviceId, instance);
    }

    /** Whether the process suspects a region that the service reads, as its last plan says. */
    boolean isSuspect(String serviceId) {
        return suspect.contains(serviceId);
    }

    /** What the process knows now. */
    Remembered remembered() {
        return new Remembered(new HashMap<>(staleSince), answers.remembered(), selections.known(), selections.lost());
    }

    /** The process begins with what the one before it has saved. */
    void remember(Remembered before) {
        earlier = before;
        answers.remember(earlier.answers);
    }

    /**
     * The process begins.
     *
     * @param services those that it reconciles first
     */
    void begin(ConfigFile file, Set<String> services) {
        selections.begin(file, earlier.known, earlier.mayReturn, services);
        earlier.staleSince.forEach((service, since) -> {
            if (selections.keeps(service)) {
                staleSince.put(service, since);
            }
        });
    }

    void violated(String rule, String what) {
        violations.add(rule, what);
    }

    Scheduler.TaskGroup process() {
        return process;
    }

    Ec2Answers answers() {
        return answers;
    }

    SelectionWatch selections() {
        return selections;
    }

    /** The program forgets a service. */
    void removed(String serviceId) {
        if (!selections.mayReturn(serviceId)) {
            staleSince.remove(serviceId);
        }
        untold.remove(serviceId);
        events.removed(serviceId);
    }

    void listing(ServiceSettings settings, int workers) {
        if (passes.containsKey(scheduler.current())) {
            return;
        }
        passes.put(scheduler.current(), new Pass(settings, scheduler.now()));
        events.begins(settings.serviceId());
        if (selections.begins(settings.serviceId())) {
            staleSince.remove(settings.serviceId());
            graces.remove(settings.serviceId());
        }
        long sameService = passes.values().stream()
                .filter(pass -> pass.serviceId().equals(settings.serviceId()))
                .count();
        if (sameService > 1) {
            violated("one pass in flight per service", settings.serviceId() + " has " + sameService);
        }
        if (passes.size() > MOST_THREADS * workers) {
            violated("at most four times as many passes as workers", passes.size() + " with " + workers + " workers");
        }
    }

    void listed(List<RegisteredInstance> listed, long requestedAt) {
        Pass pass = pass();
        if (pass.listed(listed, requestedAt, scheduler.now())) {
            events.listed(pass.serviceId(), listed);
        }
        listed.forEach(instance -> answers.want(Names.ec2Ids(instance)));
        listed.forEach(instance -> answers.want(List.of(instance.id())));
    }

    void listFailed() {
        pass().listFailed();
    }

    /** Cloud Map has told of this registration alone. */
    void got(String id, long requestedAt) {
        pass().got(id, requestedAt);
    }

    /** The log says that a removal follows. */
    void announced(Map<String, String> fields) {
        pass().announced.put(fields.getOrDefault("instance_id", ""), fields);
    }

    /** A removal is asked for. */
    void removing(String id) {
        Pass pass = pass();
        pass.removals.add(id);
        String what = id + " of " + pass.serviceId();
        if (pass.settings.dryRun()) {
            violated("a dry run cannot write", what);
        }
        if (!pass.isListed()) {
            violated("nothing is removed after a failed read", what);
        }
        long vouchedFor = pass.judged();
        if (pass.removals.size() >= vouchedFor) {
            violated("never all", what + " would be the last of " + vouchedFor);
        }
        int limit = pass.settings.limit().of(pass.addressed());
        if (pass.removals.size() > limit) {
            violated("never over the bound", what + " would be number " + pass.removals.size() + " of " + limit);
        }
        List<RegisteredInstance> listed = pass.listed(id);
        if (listed.isEmpty()) {
            violated("only what was listed", what);
        }
        listed.stream().findFirst().ifPresent(instance -> {
            everyRegionAnswered(pass, instance);
            isAnnounced(pass, instance);
            events.removing(pass, instance);
        });
        graceIsOver(pass, listed);
    }

    private void graceIsOver(Pass pass, List<RegisteredInstance> listed) {
        Map<String, Long> since = staleSince.getOrDefault(pass.serviceId(), Map.of());
        boolean isYoung = listed.stream()
                .allMatch(instance -> scheduler.now() - since.getOrDefault(grace(instance), pass.listedAt())
                        < pass.settings.gracePeriod().toNanos());
        if (isYoung) {
            violated("grace", listed + " of " + pass.serviceId() + " goes too early");
        }
    }

    private void isAnnounced(Pass pass, RegisteredInstance instance) {
        Map<String, String> fields = pass.announced.getOrDefault(instance.id(), Map.of());
        List<String> grounds = List.of(fields.getOrDefault("request_id", "").split(","));
        boolean isComplete = pass.serviceId().equals(fields.get("service_id"))
                && fields.containsKey("address")
                && !fields.getOrDefault("reason", "").isEmpty()
                && !grounds.contains("");
        if (!isComplete) {
            violated("every removal is logged with its grounds", instance.id() + " has but " + fields);
        } else if (!answers.areRecent(grounds, scheduler.now())) {
            violated("no removal rests on old answers", fields.toString());
        }
    }

    private void everyRegionAnswered(Pass pass, RegisteredInstance instance) {
        List<String> ids = Names.ec2Ids(instance);
        for (String id :
                ids.isEmpty() ? List.of(instance.attributes().getOrDefault(Names.EC2_ID, instance.id())) : ids) {
            for (String region : pass.settings.regions()) {
                if (!answers.any(region, id, pass.listedAt())) {
                    violated(
                            "a no is never cached, and a region that fails is not empty",
                            "%s of %s goes without an answer from %s for %s since the list was read"
                                    .formatted(instance.id(), pass.serviceId(), region, id));
                }
            }
        }
    }

    /** The removal is sent now. */
    Sending sending(String id) {
        Pass pass = pass();
        String reason = pass.announced.getOrDefault(id, Map.of()).getOrDefault("reason", "?");
        return new Sending(
                pass.settings,
                new Readings(answers, pass.listedAt(), pass.cloudMapReadAt(id), scheduler.now()),
                reason + ", sent at " + Duration.ofNanos(scheduler.now()));
    }

    /** AWS has accepted a removal, perhaps one of a pass or a process that is over. */
    void accepted(Sending sending, Registration registration) {
        promise.removed(sending, registration, scheduler.now());
    }

    /** The program was told of an operation that will have failed. */
    void operationFailed(String serviceId, String operationId) {
        untold.computeIfAbsent(serviceId, s -> new HashSet<>()).add(operationId);
    }

    void ended(ReconcileReport report) {
        Ending ending = new Ending(report);
        scheduler.tell(() -> report.serviceId() + " ends in " + ending);
        Pass pass = passes.remove(scheduler.current());
        if (pass == null || !pass.serviceId().equals(report.serviceId())) {
            violated("a report is of its own pass", report.serviceId());
            return;
        }
        if (pass.settings.dryRun()) {
            untold.remove(report.serviceId()); // it asks nothing of what another run has begun
        }
        report.failedOperations()
                .forEach(failure -> untold.getOrDefault(report.serviceId(), new HashSet<>())
                        .remove(failure.removal().operationId()));
        if (ending.cameBeforeThePlans()) {
            violated("a failed removal is that instance's alone", report.serviceId());
        }
        Predicate<String> mayBeGone = graces.mayBeGone(report);
        suspect.remove(report.serviceId());
        if (report.plan().filter(Watch::restsOnSuspicion).isPresent()) {
            suspect.add(report.serviceId());
        }
        if (!selections.isAnew(report.serviceId())) {
            report.plan().filter(Watch::sawWhatIsStale).ifPresent(plan -> note(pass, plan));
            endRuns(report);
            report.plan().ifPresent(plan -> graces.ended(pass, plan, events, mayBeGone));
        }
    }

    private static boolean restsOnSuspicion(Plan plan) {
        return plan.decision() instanceof Plan.Refused refused && refused.rule() == Plan.Rule.SUSPECT_REGION;
    }

    private static boolean sawWhatIsStale(Plan plan) {
        return !(plan.decision() instanceof Plan.Refused refused && refused.rule() != Plan.Rule.MAX_DEREGISTRATIONS);
    }

    private void note(Pass pass, Plan plan) {
        Map<String, Long> before = staleSince.getOrDefault(pass.serviceId(), Map.of());
        Map<String, Long> stale = new HashMap<>();
        for (Plan.Judgement judgement : plan.judgements()) {
            if (judgement.verdict() instanceof Verdict.Stale) {
                String key = grace(judgement.instance());
                stale.put(key, before.getOrDefault(key, pass.listedAt()));
            }
        }
        staleSince.put(pass.serviceId(), stale);
    }

    /** What Cloud Map has taken a removal of is not what a later list has. */
    private void endRuns(ReconcileReport report) {
        report.outcomes().stream()
                .filter(outcome ->
                        outcome.result() != RemovalResult.DRY_RUN && outcome.result() != RemovalResult.FAILED)
                .forEach(outcome -> staleSince
                        .getOrDefault(report.serviceId(), new HashMap<>())
                        .remove(grace(outcome.removal().instance())));
    }

    private static String grace(RegisteredInstance instance) {
        return instance.id() + " " + instance.attributes();
    }

    /**
     * In calm weather, and after all waiting that the rules ask for.
     *
     * @param madeBefore what was registered later may have to wait still: a name that a removal frees is taken again
     */
    void mayKeepNothingDead(ServiceSettings service, long madeBefore) {
        if (!untold.getOrDefault(service.serviceId(), Set.of()).isEmpty()) {
            violated("what fails later is told", untold + " of " + service.serviceId());
        }
        List<String> couldGo = promise.couldGo(service, madeBefore);
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
