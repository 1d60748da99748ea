package io.github.cloudunmap.reconcile;

import io.github.cloudunmap.reconcile.CarriedState.PendingOperation;
import io.github.cloudunmap.reconcile.Deregistrar.OperationState;
import io.github.cloudunmap.reconcile.ReconcileReport.FailedOperation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Asks Cloud Map for the outcomes of removals that it accepted in earlier passes. If an outcome cannot be read, the
 * pass does not fail. Used for one pass, by one thread.
 */
final class PendingOperations {
    /** The largest number of removals to remember: Cloud Map's fixed quota of instances in a service. */
    static final int MOST = 1000;

    static final Duration LONGEST = Duration.ofDays(1);
    /**
     * If a removal is still under way this long after Cloud Map accepted it, a warning is logged, because Cloud Map
     * normally takes seconds.
     */
    static final Duration LONG = Duration.ofHours(1);

    /**
     * For this long after Cloud Map accepted a removal, each pass whose request for the outcome fails starts grace and
     * settling (the waits before a removal) anew. Without this limit, passes would do so as long as they
     * ask for the outcome: for a day. Then a registration whose removal has failed would stay for that day.
     */
    static final Duration LONGEST_UNREAD = Duration.ofMinutes(10);

    private static final Duration LONGEST_ASKING = Duration.ofMinutes(1);

    private final Deregistrar deregistrar;
    private final TimeSource time;
    private final PassLog log;
    /**
     * Removals whose outcome this pass has not asked for. The next pass asks for their outcomes first. Otherwise the
     * same removals could be left over in every pass.
     */
    private final List<PendingOperation> untried = new ArrayList<>();

    private final List<PendingOperation> added = new ArrayList<>();
    private final List<PendingOperation> underWay = new ArrayList<>();
    private final List<PendingOperation> unread = new ArrayList<>();
    private final List<FailedOperation> failures = new ArrayList<>();

    PendingOperations(Deregistrar deregistrar, TimeSource time, PassLog log) {
        this.deregistrar = deregistrar;
        this.time = time;
        this.log = log;
    }

    /**
     * Asks Cloud Map once for the outcome of each removal that it accepted less than a day ago. One minute after this
     * method was called, no further outcome is asked for. The next pass begins with the removals whose outcome was
     * not asked for.
     */
    void ask(List<PendingOperation> earlier) {
        long start = time.nanos();
        for (PendingOperation removal : stillOfInterest(earlier)) {
            if (time.nanos() - start < LONGEST_ASKING.toNanos()) {
                ask(removal);
            } else {
                untried.add(removal);
            }
        }
    }

    /**
     * Leaves it to the next pass to ask for the outcomes. Drops removals that Cloud Map accepted a day ago or
     * earlier.
     */
    void leave(List<PendingOperation> earlier) {
        untried.addAll(stillOfInterest(earlier));
    }

    private List<PendingOperation> stillOfInterest(List<PendingOperation> earlier) {
        List<PendingOperation> young = new ArrayList<>();
        for (PendingOperation removal : earlier) {
            if (time.nanos() - removal.acceptedAt() >= LONGEST.toNanos()) {
                log.outcomeUnknown(removal, LONGEST);
            } else {
                young.add(removal);
            }
        }
        return young;
    }

    private void ask(PendingOperation removal) {
        try {
            Optional<OperationState> state = deregistrar.state(removal.operationId());
            if (state.isPresent()) {
                learned(removal, state.get());
            }
        } catch (RuntimeException failure) {
            log.outcomeUnread(removal, failure);
            unread.add(removal);
        }
    }

    private void learned(PendingOperation removal, OperationState state) {
        if (state instanceof OperationState.Failed failed) {
            FailedOperation failure = new FailedOperation(removal, failed.code(), failed.message());
            failures.add(failure);
            log.operationFailed(failure);
        } else if (state instanceof OperationState.Done) {
            log.succeeded(removal);
        } else {
            underWay.add(reportedIfLong(removal));
        }
    }

    private PendingOperation reportedIfLong(PendingOperation removal) {
        if (removal.isReported() || time.nanos() - removal.acceptedAt() < LONG.toNanos()) {
            return removal;
        }
        log.takesLong(removal);
        return removal.reported();
    }

    /** Adds a removal of this pass. The next pass asks for its outcome. */
    void add(String instanceId, String operationId) {
        added.add(new PendingOperation(instanceId, operationId, time.nanos()));
    }

    /**
     * Returns the removals whose outcomes the next pass asks for. It asks in the order of the list. If there are more
     * than {@link #MOST}, the oldest are left out, and no later pass asks for their outcomes.
     */
    List<PendingOperation> accepted() {
        List<PendingOperation> all = Stream.of(untried, added, underWay, unread)
                .flatMap(List::stream)
                .collect(Collectors.toCollection(ArrayList::new));
        List<PendingOperation> oldest = all.stream()
                .sorted((one, other) -> Long.signum(one.acceptedAt() - other.acceptedAt()))
                .limit(Math.max(0, all.size() - MOST))
                .toList();
        all.removeAll(oldest);
        return all;
    }

    /**
     * Returns the ids of the registrations that these removals of earlier passes may have removed by now, or may still
     * remove. Two kinds of removals are left out: those that this pass found to have failed, and those that Cloud Map
     * accepted {@link #LONGEST_UNREAD} ago or earlier and for which this pass's request failed. If AWS denied the
     * request, or if Cloud Map has forgotten the operation, the request does not count as failed here.
     */
    Set<String> mayBeGone(List<PendingOperation> earlier) {
        List<PendingOperation> failed =
                failures.stream().map(FailedOperation::removal).toList();
        return earlier.stream()
                .filter(removal -> !failed.contains(removal))
                .filter(removal ->
                        !unread.contains(removal) || time.nanos() - removal.acceptedAt() < LONGEST_UNREAD.toNanos())
                .map(PendingOperation::instanceId)
                .collect(Collectors.toSet());
    }

    List<FailedOperation> failures() {
        return List.copyOf(failures);
    }
}
