package io.github.cloudunmap.reconcile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Asks Cloud Map what became of the removals that it had accepted from earlier passes. Nothing that goes wrong here keeps
 * a pass from its work. For one pass and one thread.
 */
final class FollowUp {
    /** A service has at most 1,000 instances, a fixed quota of Cloud Map's. */
    static final int MOST = 1000;

    static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration LONGEST_ASKING = Duration.ofMinutes(1);

    private final Deregistrar deregistrar;
    private final TimeSource time;
    private final PassLog log;
    private final List<AcceptedRemoval> accepted = new ArrayList<>();
    private final List<FailedLater> failures = new ArrayList<>();

    FollowUp(Deregistrar deregistrar, TimeSource time, PassLog log) {
        this.deregistrar = deregistrar;
        this.time = time;
        this.log = log;
    }

    /** Asks for each once, until a call fails or a minute has gone by; the rest is left to the next pass. */
    void ask(List<AcceptedRemoval> earlier) {
        long start = time.nanos();
        boolean asking = true;
        for (AcceptedRemoval removal : earlier) {
            asking = asking && time.nanos() - start < LONGEST_ASKING.toNanos();
            if (time.nanos() - removal.acceptedAt() >= LONGEST.toNanos()) {
                log.outcomeUnknown(removal);
            } else if (asking) {
                asking = ask(removal);
            } else {
                accepted.add(removal);
            }
        }
    }

    /** Whether Cloud Map answered. */
    private boolean ask(AcceptedRemoval removal) {
        try {
            Optional<OperationState> state = deregistrar.state(removal.operationId());
            if (state.isPresent()) {
                learned(removal, state.get());
            }
            return true;
        } catch (RuntimeException failure) {
            log.outcomeUnread(removal, failure);
            accepted.add(removal);
            return false;
        }
    }

    private void learned(AcceptedRemoval removal, OperationState state) {
        if (state instanceof OperationState.Failed failed) {
            FailedLater failure = new FailedLater(removal, failed.code(), failed.message());
            failures.add(failure);
            log.failedLater(failure);
        } else if (state instanceof OperationState.Done) {
            log.succeeded(removal);
        } else {
            accepted.add(removal);
        }
    }

    /** To be asked for by the next pass. */
    void add(String instanceId, String operationId) {
        accepted.add(new AcceptedRemoval(instanceId, operationId, time.nanos()));
    }

    /** Those whose outcome is not known yet, the newest of them if there are too many. */
    List<AcceptedRemoval> accepted() {
        return List.copyOf(accepted.subList(Math.max(0, accepted.size() - MOST), accepted.size()));
    }

    List<FailedLater> failures() {
        return List.copyOf(failures);
    }
}
