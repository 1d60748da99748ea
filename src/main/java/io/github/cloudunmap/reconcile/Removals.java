package io.github.cloudunmap.reconcile;

import io.github.cloudunmap.reconcile.Deregistrar.Deregistration;
import io.github.cloudunmap.reconcile.Plan.Removal;
import io.github.cloudunmap.reconcile.ReconcileReport.Outcome;
import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the removals of one pass, up to {@value #MOST_AT_ONCE} at once. {@link Confirmation} makes the last
 * readings before each sending of a removal. Everything but the sending happens on the pass's own thread. The
 * removals begin in the plan's order, and a removal that has to be sent again goes to the end of the queue.
 */
final class Removals {
    /**
     * When a removal is handed over for sending, the answers behind the plan's verdict were requested at most this
     * long ago. The rules "never all" and {@code max-deregistrations} were decided on these answers, and are not
     * decided again.
     */
    static final Duration LONGEST_TRUST = Duration.ofMinutes(5);
    /**
     * The largest number of removals in flight. It is enough to hide AWS's latency. With more, one service would use
     * up the request rate that AWS grants to all services together.
     */
    static final int MOST_AT_ONCE = 4;
    /**
     * The most attempts of one pass to send the same removal. A removal is sent again if AWS has throttled it, or if
     * it could not be sent in time. If the last attempt fails too, the removal is left to the next pass.
     */
    static final int MOST_SENDINGS = 5;
    /** The longest wait for the answer to a removal. Each call to AWS that it takes has a shorter deadline. */
    private static final Duration LONGEST_CALL = Duration.ofMinutes(3);

    /**
     * An entry of the queue: a removal that is to be sent.
     *
     * @param sendings the number of earlier attempts of this pass to send the removal
     * @param failure why the last of these attempts failed; null before the first attempt
     */
    private record Attempt(
            Removal removal, int sendings, @Nullable ApiFailure failure) {
        Attempt sentOnceMore() {
            return new Attempt(removal, sendings + 1, failure);
        }

        Attempt after(ApiFailure latest) {
            return new Attempt(removal, sendings, latest);
        }
    }

    /**
     * A removal that was handed over to another thread. That thread sends the removal, unless it is too late by then.
     *
     * @param removal the removal, with the verdict from EC2's latest answer
     * @param attempt the entry of the queue, with this attempt counted. It goes back into the queue if the removal may
     *     be tried again
     */
    private record InFlight(Removal removal, Attempt attempt, CompletableFuture<Deregistration> answer) {}

    private final Deregistrar deregistrar;
    private final TimeSource time;
    private final Executor requests;
    private final PassLog log;
    private final RemovalJournal journal;
    private final String passId;
    private final PendingOperations pendingOperations;
    private final List<Outcome> outcomes;
    private final Confirmation confirmation;
    private final Queue<Attempt> queue = new ArrayDeque<>();
    private final Queue<InFlight> inFlight = new ArrayDeque<>();

    /** @param outcomes receives the outcomes of the removals */
    Removals(
            Confirmation confirmation,
            Deregistrar deregistrar,
            TimeSource time,
            Executor requests,
            PassLog log,
            RemovalJournal journal,
            String passId,
            PendingOperations pendingOperations,
            List<Outcome> outcomes) {
        this.confirmation = confirmation;
        this.deregistrar = deregistrar;
        this.time = time;
        this.requests = requests;
        this.log = log;
        this.journal = journal;
        this.passId = passId;
        this.pendingOperations = pendingOperations;
        this.outcomes = outcomes;
    }

    /**
     * Carries out the removals.
     *
     * @throws ApiFailure if the answers behind the remaining removals are too old, or the journal cannot be written.
     *     In both cases, the outcomes of the removals in flight are awaited and reported first. Removals that wait to
     *     be sent again count as failed
     */
    void all(List<Removal> removals) {
        removals.forEach(removal -> queue.add(new Attempt(removal, 0, null)));
        try {
            while (!queue.isEmpty() || !inFlight.isEmpty()) {
                if (queue.isEmpty() || inFlight.size() == MOST_AT_ONCE) {
                    takeUp(inFlight.remove());
                } else if (hasItsTurn(queue.element())) {
                    refuseOutdated(queue.element().removal); // waiting for the turn may have taken minutes
                    begin(queue.remove());
                } else {
                    queue.remove();
                }
            }
        } finally {
            while (!inFlight.isEmpty()) {
                takeUp(inFlight.remove());
            }
            for (Attempt attempt : queue) {
                if (attempt.failure != null) {
                    failed(attempt.removal, attempt.failure, true);
                }
            }
        }
    }

    private void refuseOutdated(Removal removal) {
        if (time.nanos() - removal.verdict().firstRequestedAt() > LONGEST_TRUST.toNanos()) {
            throw new ApiFailure(
                    "OutdatedEvidence",
                    "the removals took so long that EC2's answers are older than " + LONGEST_TRUST.toMinutes()
                            + " minutes; the rest is left to the next pass");
        }
    }

    private void begin(Attempt attempt) {
        if (attempt.sendings == 0) {
            journal.begin(passId, attempt.removal);
        }
        confirmAndSend(attempt);
    }

    private boolean hasItsTurn(Attempt attempt) {
        try {
            time.await("the turn of a removal", deregistrar.turn(), LONGEST_TRUST);
            return true;
        } catch (RuntimeException failure) {
            failed(attempt.removal, failure, attempt.sendings > 0);
            return false;
        }
    }

    /**
     * Makes the last readings and sends the removal. Two things can take long: the removal waits for its turn, and the
     * journal writes its line. So both come before the last readings.
     */
    private void confirmAndSend(Attempt attempt) {
        Removal removal = attempt.removal;
        try {
            Confirmation.Result readings = confirmation.read(removal, waiting());
            if (readings instanceof Confirmation.Sendable sendable) {
                refuseOutdated(removal); // the readings may have taken minutes as well
                log.removing(sendable.removal());
                String instanceId = removal.instance().id();
                CompletableFuture<Deregistration> answer = CompletableFuture.supplyAsync(
                        () -> deregistrar.deregister(instanceId, sendable.notAfter()), requests);
                inFlight.add(new InFlight(sendable.removal(), attempt.sentOnceMore(), answer));
            } else if (readings instanceof Confirmation.Kept kept) {
                log.kept(removal, kept.why());
                journal.end(passId, RemovalJournal.Ending.kept(removal, kept.why()));
                outcomes.add(new Outcome(removal, RemovalResult.CHANGED));
            }
        } catch (RuntimeException failure) {
            failed(removal, failure, true);
        }
    }

    private List<Removal> waiting() {
        List<Removal> waiting = new ArrayList<>();
        queue.forEach(attempt -> waiting.add(attempt.removal));
        return waiting;
    }

    private void takeUp(InFlight begun) {
        Removal removal = begun.removal;
        String instanceId = removal.instance().id();
        try {
            Deregistration deregistration = time.await("the removal of " + instanceId, begun.answer, LONGEST_CALL);
            deregistration.operationId().ifPresent(operationId -> pendingOperations.add(instanceId, operationId));
            log.removed(removal, deregistration);
            journal.end(passId, RemovalJournal.Ending.of(removal, deregistration));
            outcomes.add(new Outcome(removal, deregistration.result()));
        } catch (ApiFailure failure) {
            if (failure.mayBeTriedAgain() && begun.attempt.sendings < MOST_SENDINGS) {
                log.queuedAgain(removal, failure);
                queue.add(begun.attempt.after(failure));
            } else {
                failed(removal, failure, true, !failure.isRefusal());
            }
        } catch (RuntimeException failure) {
            failed(removal, failure, true, true);
        }
    }

    /** Notes that a removal has failed without any effect. */
    private void failed(Removal removal, RuntimeException failure, boolean isInTheJournal) {
        failed(removal, failure, isInTheJournal, false);
    }

    private void failed(Removal removal, RuntimeException failure, boolean isInTheJournal, boolean mayBeGone) {
        log.removalFailed(removal, failure);
        if (isInTheJournal) {
            journal.end(passId, RemovalJournal.Ending.failed(removal, failure, mayBeGone));
        }
        outcomes.add(new Outcome(removal, RemovalResult.FAILED, mayBeGone));
    }
}
