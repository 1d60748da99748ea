package io.github.cloudunmap.daemon;

import io.github.cloudunmap.reconcile.TimeSource;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the services whose pass does not end in time, or whose next pass does not begin in time. Guarded by the
 * controller's lock.
 */
final class StuckServices {
    /**
     * A service is stuck if its pass is in flight for longer than this. Each call of a pass has a deadline, so the
     * pass should have ended. In nanoseconds.
     */
    private static final long LONGEST_PASS = Duration.ofMinutes(45).toNanos();
    /**
     * A pass that has been due for longer than this is late. {@link #of} tells when a late pass means that its service
     * is stuck. In nanoseconds.
     */
    private static final long LONGEST_START = Duration.ofMinutes(5).toNanos();

    private StuckServices() {}

    /**
     * Returns the ids of the stuck services. A service is stuck if its pass is in flight for longer than {@link
     * #LONGEST_PASS}. A pass is late if it has been due for longer than {@link #LONGEST_START} and has not begun.
     * While a pass of any service is in flight, a late pass may be waiting for a worker, so its service is not stuck.
     * If no pass is in flight, the service of a late pass is stuck in two cases. The first is that no pass of any
     * service has begun for {@link #LONGEST_START}. The second is that a regular pass that calls the same endpoints of
     * Cloud Map and EC2 was due later and has already begun. Early passes overtake others, so they do not count here.
     * In all other cases, the late pass may just be waiting until the rate limit of its Cloud Map endpoint permits the
     * request that lists the service.
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
