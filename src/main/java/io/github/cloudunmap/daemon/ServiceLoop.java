package io.github.cloudunmap.daemon;

import io.github.cloudunmap.events.Event.StateChange;
import io.github.cloudunmap.events.RecentEvents;
import io.github.cloudunmap.events.ServiceEvents;
import io.github.cloudunmap.reconcile.CarriedState;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.TimeSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The state of one service between and during its passes. At most one pass is in flight. Guarded by the controller's
 * lock.
 */
final class ServiceLoop {
    /** The settings of the next pass, and its access to AWS. */
    private BoundService service;

    private @Nullable BoundService inFlight;
    private boolean retired;
    private boolean mayReturn;
    private CarriedState carriedState;
    /** When the first of the waiting registrations can be removed, in monotonic nanoseconds. Empty if none waits. */
    private OptionalLong waitsUntil = OptionalLong.empty();
    /** Whether all streaks of stale verdicts end when the pass in flight ends, because the configuration changed. */
    private boolean startsAnew;

    private final long origin;
    private long dueAt;
    private long startedAt;
    private long begunDueAt;
    private int passes;
    /** Only the newest ticket may start a pass. A task that was cancelled too late finds its ticket outdated. */
    private long ticket;

    private Runnable takeBack = () -> {};
    private final ServiceEvents events;
    /** Whether an event has asked for the next pass. {@link Workers#runEarlyAt} then runs the pass. */
    private boolean isEarly;

    /**
     * @param origin regular passes are due at whole multiples of the frequency after this time; monotonic nanoseconds
     * @param before the state that the service's last pass handed on
     * @param recent the latest events, whether they concern this service or not
     */
    ServiceLoop(BoundService service, long origin, Carried before, RecentEvents recent) {
        this.service = service;
        this.carriedState = before.state();
        this.origin = origin;
        this.begunDueAt = origin;
        this.events = new ServiceEvents(recent, before.since(origin));
    }

    String serviceId() {
        return service.serviceId();
    }

    Set<Endpoint> reads() {
        return service.source().endpoints();
    }

    LongSupplier turn() {
        return service.turn();
    }

    long newTicket(long due) {
        takeBack.run();
        dueAt = due;
        isEarly = events.isDueBy(due);
        return ++ticket;
    }

    void scheduled(Runnable takeItBack) {
        takeBack = takeItBack;
    }

    boolean isNext(long ofTicket) {
        return ticket == ofTicket && inFlight == null && !retired;
    }

    BoundService begin(long now) {
        startedAt = now;
        begunDueAt = isEarly ? begunDueAt : dueAt;
        inFlight = service;
        carriedState = events.anew(carriedState, service.source().regions());
        events.begin(service.source().regions(), now).forEach(service.invalidating());
        return service;
    }

    @SuppressWarnings("ReferenceEquality") // after a reload, equal settings can have other clients
    void end(Optional<ReconcileReport> report) {
        Set<String> regions = inFlight == null ? Set.of() : inFlight.source().regions();
        if (inFlight != null && inFlight != service) {
            inFlight.close();
        }
        inFlight = null;
        passes++;
        report.ifPresent(ended -> {
            carriedState = ended.carriedState();
            // A pass without a plan has judged nothing, so the waiting registrations still wait.
            ended.plan().ifPresent(plan -> waitsUntil = plan.waitsUntil());
        });
        carriedState = events.anew(carriedState, regions);
        if (startsAnew) {
            startStreaksAnew();
        }
    }

    /** Whether the service still has passes, reads the event's region, and had the instance in its last list. */
    boolean concerns(StateChange change) {
        return !retired
                && events.concern(change.ec2Id())
                && service.source().regions().contains(change.region());
    }

    /**
     * Takes an event that asks for an early pass. Returns the new due time of the next pass, in monotonic nanoseconds.
     * Empty if the next pass need not be scheduled anew: a pass is in flight, or an early pass is scheduled already
     * that is due then or sooner.
     */
    OptionalLong happened(StateChange change, long now) {
        service.invalidating().accept(change.ec2Id());
        events.happened(change, now);
        long due = nextDue(now);
        return isInFlight() || (isEarly && dueAt - due <= 0) ? OptionalLong.empty() : OptionalLong.of(due);
    }

    boolean isEarly() {
        return isEarly;
    }

    ServiceEvents events() {
        return events;
    }

    /**
     * Ends all streaks of stale verdicts, because the regions or the role of the service have changed, or because a
     * reload has removed the service. Answers from before and from after the change must not count in the same streak.
     */
    private void startStreaksAnew() {
        carriedState = carriedState.withoutStreaks();
        waitsUntil = OptionalLong.empty();
        startsAnew = false;
    }

    CarriedState carriedState() {
        return carriedState;
    }

    Carried carried() {
        return new Carried(service.source(), startsAnew ? carriedState.withoutStreaks() : carriedState);
    }

    boolean hasPassed() {
        return passes > 0;
    }

    boolean isInFlight() {
        return inFlight != null;
    }

    boolean isRetired() {
        return retired;
    }

    boolean mayReturn() {
        return mayReturn;
    }

    /** Sets the settings and the access to AWS of the next pass. A pass in flight goes on with the old ones. */
    @SuppressWarnings("ReferenceEquality")
    void replace(BoundService newer) {
        startsAnew = startsAnew || !newer.source().equals(service.source());
        if (startsAnew && !isInFlight()) {
            startStreaksAnew();
        }
        if (service != inFlight) {
            service.close();
        }
        service = newer;
        retired = false;
    }

    /** Begins no further pass. If {@code returns}, grace and settling go on when the service comes back. */
    void retire(boolean returns) {
        mayReturn = returns;
        startsAnew = startsAnew || !returns;
        retired = true;
        carriedState = events.anew(carriedState, service.source().regions());
        takeBack.run();
    }

    void close() {
        service.close();
    }

    /**
     * Returns when the next pass is due, in monotonic nanoseconds. Regular passes are due at whole multiples of the
     * frequency after {@link #origin}. So services with the same frequency keep to the same due times, however late
     * their passes begin. The next regular pass is due at the first of these times that is at least half a frequency
     * after the start of the last pass. If this time has passed, or if the service has had no pass yet, the next pass
     * is due now. It can be due sooner, when a waiting registration can be removed or for an event.
     */
    long nextDue(long now) {
        OptionalLong early = events.dueAt(now);
        return early.isPresent() ? TimeSource.earlier(early.getAsLong(), regularlyDue(now)) : regularlyDue(now);
    }

    private long regularlyDue(long now) {
        long frequency = service.frequency().toNanos();
        long earliest = startedAt + frequency / 2 - origin;
        long due = origin + (Math.floorDiv(earliest - 1, frequency) + 1) * frequency;
        if (!hasPassed() || due - now <= 0) {
            return now;
        }
        // If a pass for what had waited has failed, do not repeat it at once: the regular pass is next.
        boolean early =
                waitsUntil.isPresent() && waitsUntil.getAsLong() - startedAt > 0 && waitsUntil.getAsLong() - due < 0;
        return early ? TimeSource.later(waitsUntil.getAsLong(), now) : due;
    }

    /** Returns for how long the service's pass has been in flight, in nanoseconds; zero if none is in flight. */
    long inFlightFor(long now) {
        return inFlight == null ? 0 : now - startedAt;
    }

    /** Whether the service's last pass began at most {@code within} nanoseconds ago. */
    boolean hasBegun(long now, long within) {
        return begunDueAt().isPresent() && now - startedAt <= within;
    }

    /** Returns the due time of the regular pass that began last, in monotonic nanoseconds; empty if none has begun. */
    Optional<Long> begunDueAt() {
        return hasPassed() || isInFlight() ? Optional.of(begunDueAt) : Optional.empty();
    }

    /** Whether the next pass is due before this time, in monotonic nanoseconds. False if the time is null. */
    boolean wasDueBefore(@Nullable Long time) {
        return time != null && dueAt - time < 0;
    }

    /** Returns for how long the next pass has been due, in nanoseconds; negative if it is not due yet. */
    long overdueFor(long now) {
        return ticket == 0 ? -1 : now - dueAt;
    }
}
