package io.github.cloudunmap.simulation;

import io.github.cloudunmap.config.SelectionConfig;
import io.github.cloudunmap.events.Event.StateChange;
import io.github.cloudunmap.reconcile.Plan;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.RegisteredInstance;
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
    /** The services whose last plan rests on answers of a region that the process suspects. */
    private final Set<String> suspect = new HashSet<>();

    private Remembered earlier = Remembered.NOTHING;
    /** Since when its passes have found registrations stale. */
    private final StaleWatch stale = new StaleWatch();
    /** What it asks to be removed. */
    private final RemovalWatch removals;
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
            return new Remembered(StaleWatch.later(staleSince, by), answers.later(by), known, mayReturn);
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
        this.removals = new RemovalWatch(scheduler, violations, answers, stale);
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
        return new Remembered(stale.known(), answers.remembered(), selections.known(), selections.lost());
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
        stale.begin(earlier.staleSince, selections::keeps);
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
            stale.remove(serviceId);
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
            stale.remove(settings.serviceId());
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
        removals.removing(pass, id);
        pass.listed(id).stream().findFirst().ifPresent(instance -> events.removing(pass, instance));
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
            report.plan().ifPresent(plan -> stale.ended(pass, plan));
            stale.endStreaks(report);
            report.plan().ifPresent(plan -> graces.ended(pass, plan, events, mayBeGone));
        }
    }

    private static boolean restsOnSuspicion(Plan plan) {
        return plan.decision() instanceof Plan.Refused refused && refused.rule() == Plan.Rule.SUSPECT_REGION;
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
