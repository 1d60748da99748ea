package io.github.cloudunmap.reconcile;

import io.github.cloudunmap.reconcile.CarriedState.PendingOperation;
import io.github.cloudunmap.reconcile.Plan.StaleSince;
import io.github.cloudunmap.reconcile.ReconcileReport.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/**
 * Reconciles one service: list, look up, plan, confirm, deregister, report. Keeps no state between passes. The caller
 * must not begin a pass before the service's last pass has ended.
 */
public final class Reconciler {
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final ServicePolicy policy;
    private final ServiceRegistry registry;
    private final Deregistrar deregistrar;
    private final Planner planner;
    private final Lookup lookup;
    private final TimeSource time;
    private final Executor requests;
    private final RemovalJournal journal;

    /**
     * Makes a reconciler without a journal.
     *
     * @param directories one for each of the policy's regions
     * @param requests runs the requests that remove registrations
     */
    public Reconciler(
            ServicePolicy policy,
            ServiceRegistry registry,
            List<InstanceDirectory> directories,
            Deregistrar deregistrar,
            TimeSource time,
            Executor requests) {
        this(policy, registry, directories, deregistrar, time, requests, RemovalJournal.NONE);
    }

    /** @param journal writes down every removal before it is made */
    public Reconciler(
            ServicePolicy policy,
            ServiceRegistry registry,
            List<InstanceDirectory> directories,
            Deregistrar deregistrar,
            TimeSource time,
            Executor requests,
            RemovalJournal journal) {
        this.policy = policy;
        this.registry = registry;
        this.deregistrar = deregistrar;
        this.planner = new Planner(policy);
        this.lookup = new Lookup(planner, directories, time);
        this.time = time;
        this.requests = requests;
        this.journal = journal;
    }

    /**
     * Runs one pass. The report has the failures of the pass and of its removals. Only a JVM {@link Error} is thrown.
     *
     * @param earlier the state from the report of the service's last pass
     */
    public ReconcileReport pass(CarriedState earlier) {
        Instant startedAt = time.now();
        long start = time.nanos();
        String passId = passId(startedAt, start);
        PassLog log = new PassLog(policy, passId, deregistrar == Deregistrar.DRY_RUN, time);
        Plan plan = null;
        List<Outcome> outcomes = new ArrayList<>();
        PendingOperations pendingOperations = new PendingOperations(deregistrar, time, log);
        Exception failure = null;
        boolean listed = false;
        try {
            log.started();
            List<RegisteredInstance> registered = registry.list();
            listed = true;
            plan = plan(registered, earlier.staleSince());
            log.planned(plan);
            if (plan.decision() instanceof Plan.Deregister deregister) {
                Confirmation confirmation = new Confirmation(registry, lookup, planner, time);
                new Removals(
                                confirmation,
                                deregistrar,
                                time,
                                requests,
                                log,
                                journal,
                                passId,
                                pendingOperations,
                                outcomes)
                        .all(deregister.removals());
            }
        } catch (RuntimeException e) {
            failure = e;
        }
        pendingOperations(pendingOperations, earlier.accepted(), listed);
        long endedNanos = time.nanos();
        ReconcileReport report = new ReconcileReport(
                policy.serviceId(),
                passId,
                startedAt,
                time.now(),
                endedNanos,
                Duration.ofNanos(endedNanos - start),
                plan,
                outcomes,
                failure,
                pendingOperations.failures(),
                new CarriedState(plan == null ? earlier.staleSince() : plan.staleSince(), pendingOperations.accepted())
                        .withoutStreaksOfRegistrations(mayBeGone(outcomes))
                        .withoutStreaksOfRegistrations(pendingOperations.mayBeGone(earlier.accepted())));
        log.ended(report);
        return report;
    }

    /**
     * Returns the ids of the registrations that may be gone or changed now, because of this pass or of somebody else.
     * Their streaks of stale verdicts end. If such a registration is made again, even with the same attributes, grace
     * and settling begin anew.
     */
    private static Set<String> mayBeGone(List<Outcome> outcomes) {
        return outcomes.stream()
                .filter(Outcome::mayBeGone)
                .map(outcome -> outcome.removal().instance().id())
                .collect(Collectors.toSet());
    }

    /**
     * Asks Cloud Map for the outcomes of removals of earlier passes. This comes at the end of the pass, so that it
     * delays no removal. If the service could not be listed, the next pass asks.
     */
    private static void pendingOperations(
            PendingOperations pendingOperations, List<PendingOperation> accepted, boolean listed) {
        if (listed) {
            pendingOperations.ask(accepted);
        } else {
            pendingOperations.leave(accepted);
        }
    }

    private Plan plan(List<RegisteredInstance> registered, StaleSince staleSince) {
        FleetView fleet = lookup.settle(registered, time.nanos());
        return planner.plan(registered, fleet, staleSince, time.nanos());
    }

    /**
     * Makes the id of a pass, such as {@code 20261129T200553Z-5f3a9c01}. Operators find and undo the removals of the
     * pass by this id. Its last part, from the monotonic clock and the service id, tells passes apart that begin in
     * the same second.
     */
    private String passId(Instant startedAt, long nanos) {
        int tail = (int) (nanos ^ nanos >>> 32) ^ policy.serviceId().hashCode();
        return SECOND.format(startedAt) + "-" + String.format("%08x", tail);
    }
}
