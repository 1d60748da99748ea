package io.github.cloudunmap.daemon;

import io.github.cloudunmap.reconcile.TimeSource;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the services whose pass does not end in time, or whose next pass does not begin in time. The controller calls
 * it under its lock.
 */
final class StuckServices {
    /**
     * A service is stuck if its pass is in flight for longer than this, because the deadlines of all calls of the pass
     * are over. In nanoseconds.
     */
    private static final long LONGEST_PASS = Duration.ofMinutes(45).toNanos();
    /** A free worker begins a pass within this time after the pass is due and has its turn to list. In nanoseconds. */
    private static final long LONGEST_START = Duration.ofMinutes(5).toNanos();

    private StuckServices() {}

    /**
     * Returns the ids of the services whose pass does not end, or does not begin although all workers are free. A pass
     * that is due may still wait for its turn to list the service. So the service of such a pass is stuck only in two
     * cases: no pass has begun for {@link #LONGEST_START}, or a pass with the same endpoints that was due later has
     * begun.
     */
    static List<String> of(Collection<ServiceLoop> loops, long now) {
        boolean idle = loops.stream().noneMatch(ServiceLoop::isInFlight);
        boolean nothingBegins = loops.stream().noneMatch(loop -> loop.hasBegun(now, LONGEST_START));
        Map<Set<Endpoint>, Long> lastBegun = new HashMap<>();
        loops.forEach(
                loop -> loop.begunDueAt().ifPresent(dueAt -> lastBegun.merge(loop.reads(), dueAt, TimeSource::later)));
        return loops.stream()
                .filter(loop -> loop.inFlightFor(now) > LONGEST_PASS
                        || (idle
                                && loop.overdueFor(now) > LONGEST_START
                                && (nothingBegins || loop.wasDueBefore(lastBegun.get(loop.reads())))))
                .map(ServiceLoop::serviceId)
                .toList();
    }
}
