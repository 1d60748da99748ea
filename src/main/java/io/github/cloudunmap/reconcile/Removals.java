package io.github.cloudunmap.reconcile;

import io.github.cloudunmap.reconcile.Plan.Removal;
import io.github.cloudunmap.reconcile.ReconcileReport.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Carries out what one pass has decided to remove, a few at once. All but the calls themselves happens on the pass's own
 * thread, in the plan's order.
 */
final class Removals {
    /** How old the EC2 answers behind a removal may be: slow removals end the pass before their grounds are outdated. */
    static final Duration LONGEST_TRUST = Duration.ofMinutes(5);
    /** Enough to hide AWS's latency; more would only use up, for one service, the rate that AWS grants to all. */
    static final int MOST_AT_ONCE = 4;
    /** Longer than a call's own deadline, which ends it first. */
    private static final Duration LONGEST_CALL = Duration.ofMinutes(3);

    private record InFlight(Removal removal, CompletableFuture<Deregistration> answer) {}

    private final Deregistrar deregistrar;
    private final TimeSource time;
    private final Executor requests;
    private final PassLog log;
    private final FollowUp followUp;
    private final List<Outcome> outcomes;
    private final Confirmation confirmation;
    private final Queue<InFlight> inFlight = new ArrayDeque<>();

    /** @param outcomes takes what becomes of each */
    Removals(
            ServiceRegistry registry,
            Deregistrar deregistrar,
            TimeSource time,
            Executor requests,
            PassLog log,
            FollowUp followUp,
            List<Outcome> outcomes) {
        this.deregistrar = deregistrar;
        this.time = time;
        this.requests = requests;
        this.log = log;
        this.followUp = followUp;
        this.outcomes = outcomes;
        this.confirmation = new Confirmation(registry, time);
    }

    /** @throws ApiFailure if the grounds of those left are outdated; what was begun has its outcome all the same */
    void all(List<Removal> removals) {
        try {
            for (Removal removal : removals) {
                if (inFlight.size() == MOST_AT_ONCE) {
                    takeUp(inFlight.remove());
                }
                refuseOutdated(removal);
                inFlight.add(new InFlight(removal, begin(removal)));
            }
        } finally {
            while (!inFlight.isEmpty()) {
                takeUp(inFlight.remove());
            }
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

    private CompletableFuture<Deregistration> begin(Removal removal) {
        try {
            if (!confirmation.holds(removal)) {
                return CompletableFuture.completedFuture(new Deregistration(RemovalResult.CHANGED));
            }
            log.removing(removal);
            String instanceId = removal.instance().id();
            return CompletableFuture.supplyAsync(() -> deregistrar.deregister(instanceId), requests);
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    /** A failure concerns this registration alone: the others still go on. */
    private void takeUp(InFlight begun) {
        Removal removal = begun.removal;
        String instanceId = removal.instance().id();
        RemovalResult result = RemovalResult.FAILED;
        try {
            Deregistration deregistration = time.await("the removal of " + instanceId, begun.answer, LONGEST_CALL);
            deregistration.operationId().ifPresent(operationId -> followUp.add(instanceId, operationId));
            result = deregistration.result();
            log.removed(removal, result);
        } catch (RuntimeException failure) {
            log.removalFailed(removal, failure);
        }
        outcomes.add(new Outcome(removal, result));
    }
}
