package io.github.cloudunmap.reconcile;

import io.github.cloudunmap.reconcile.Plan.Removal;
import io.github.cloudunmap.reconcile.ReconcileReport.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Reconciles one service: list, look up, plan, confirm, deregister, report. Keeps no state between passes; one pass at
 * a time.
 */
public final class Reconciler {
    /** How old the EC2 answers behind a removal may be: slow removals end the pass before their grounds are outdated. */
    static final Duration LONGEST_TRUST = Duration.ofMinutes(5);

    private final ServicePolicy policy;
    private final ServiceRegistry registry;
    private final Deregistrar deregistrar;
    private final Planner planner;
    private final Lookup lookup;
    private final TimeSource time;
    private final PassLog log;

    /** @param directories one for each of the policy's regions */
    public Reconciler(
            ServicePolicy policy,
            ServiceRegistry registry,
            List<InstanceDirectory> directories,
            Deregistrar deregistrar,
            TimeSource time) {
        this.policy = policy;
        this.registry = registry;
        this.deregistrar = deregistrar;
        this.planner = new Planner(policy);
        this.lookup = new Lookup(planner, directories, time);
        this.time = time;
        this.log = new PassLog(policy.serviceId(), deregistrar == Deregistrar.DRY_RUN);
    }

    /**
     * One pass. Whatever fails is in the report; only a JVM {@link Error} is thrown.
     *
     * @param earlier what the report of the service's last pass handed on
     */
    public ReconcileReport pass(Handover earlier) {
        Instant startedAt = time.now();
        long start = time.nanos();
        Plan plan = null;
        List<Outcome> outcomes = new ArrayList<>();
        FollowUp followUp = new FollowUp(deregistrar, time, log);
        Exception failure = null;
        try {
            log.started();
            followUp.ask(earlier.accepted());
            plan = plan(earlier.staleSince());
            log.planned(plan);
            if (plan.decision() instanceof Plan.Deregister deregister) {
                remove(deregister.removals(), outcomes, followUp);
            }
        } catch (RuntimeException e) {
            failure = e;
        }
        ReconcileReport report = new ReconcileReport(
                policy.serviceId(),
                startedAt,
                time.now(),
                Duration.ofNanos(time.nanos() - start),
                plan,
                outcomes,
                failure,
                followUp.failures(),
                new Handover(plan == null ? earlier.staleSince() : plan.staleSince(), followUp.accepted()));
        log.ended(report);
        return report;
    }

    private Plan plan(StaleSince staleSince) {
        List<RegisteredInstance> registered = registry.list();
        FleetView fleet = lookup.settle(registered, time.nanos());
        return planner.plan(registered, fleet, staleSince, time.nanos());
    }

    private void remove(List<Removal> removals, List<Outcome> outcomes, FollowUp followUp) {
        Confirmation confirmation = new Confirmation(registry, time);
        for (Removal removal : removals) {
            refuseOutdated(removal);
            outcomes.add(new Outcome(removal, remove(removal, confirmation, followUp)));
        }
    }

    private void refuseOutdated(Removal removal) {
        long oldest = time.nanos() - LONGEST_TRUST.toNanos();
        if (!removal.verdict().evidence().stream().allMatch(evidence -> evidence.isSince(oldest))) {
            throw new ApiFailure(
                    "OutdatedEvidence",
                    "the removals took so long that EC2's answers are older than " + LONGEST_TRUST.toMinutes()
                            + " minutes; the rest is left to the next pass");
        }
    }

    /** A failure concerns this registration alone: the others still go on. */
    private RemovalResult remove(Removal removal, Confirmation confirmation, FollowUp followUp) {
        try {
            if (!confirmation.holds(removal)) {
                log.removed(removal, RemovalResult.CHANGED);
                return RemovalResult.CHANGED;
            }
            log.removing(removal);
            String instanceId = removal.instance().id();
            Deregistration deregistration = deregistrar.deregister(instanceId);
            deregistration.operationId().ifPresent(operationId -> followUp.add(instanceId, operationId));
            log.removed(removal, deregistration.result());
            return deregistration.result();
        } catch (RuntimeException failure) {
            log.removalFailed(removal, failure);
            return RemovalResult.FAILED;
        }
    }
}
