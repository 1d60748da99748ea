package io.github.cloudunmap.daemon;

import io.github.cloudunmap.reconcile.CarriedState;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.TimeSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where one service stands between and during its passes, of which one at most is in flight. Guarded by the
 * controller's lock.
 */
final class ServiceLoop {
    /** What the next pass runs with. */
    private BoundService run;

    private @Nullable BoundService inFlight;
    private boolean retired;
    private CarriedState carriedState = CarriedState.NONE;
    /** When the first of what waits can be removed, in monotonic nanoseconds. */
    private OptionalLong waitsUntil = OptionalLong.empty();
    /** Whether a reload has changed what the pass in flight reads. */
    private boolean readsDifferently;

    private final long origin;
    private long dueAt;
    private long startedAt;
    private int passes;
    /** Only the task with the last ticket may begin a pass: one that could not be taken back in time may not. */
    private long ticket;

    private Runnable takeBack = () -> {};

    /** @param origin where the grid of due times begins, in monotonic nanoseconds; the same for every service */
    ServiceLoop(BoundService run, long origin) {
        this.run = run;
        this.origin = origin;
    }

    String serviceId() {
        return run.serviceId();
    }

    Set<Endpoint> reads() {
        return run.source().endpoints();
    }

    long newTicket(long due) {
        takeBack.run();
        dueAt = due;
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
        inFlight = run;
        return run;
    }

    @SuppressWarnings("ReferenceEquality") // a reload can bring equal settings with clients of their own
    void end(Optional<ReconcileReport> report) {
        if (inFlight != null && inFlight != run) {
            inFlight.close();
        }
        inFlight = null;
        passes++;
        report.ifPresent(ended -> {
            carriedState = ended.carriedState();
            // A pass that failed before it had a plan has judged nothing: what waited still does.
            ended.plan().ifPresent(plan -> waitsUntil = plan.waitsUntil());
        });
        if (readsDifferently) {
            startRunsAnew();
        }
    }

    /** What other regions or another role have said is no part of a run. */
    private void startRunsAnew() {
        carriedState = carriedState.withoutRuns();
        waitsUntil = OptionalLong.empty();
        readsDifferently = false;
    }

    CarriedState carriedState() {
        return carriedState;
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

    /** The next pass runs with this; one in flight goes on with what it began with. */
    @SuppressWarnings("ReferenceEquality")
    void replace(BoundService newer) {
        readsDifferently = readsDifferently || !newer.source().equals(run.source());
        if (readsDifferently && !isInFlight()) {
            startRunsAnew();
        }
        if (run != inFlight) {
            run.close();
        }
        run = newer;
        retired = false;
    }

    /** No further pass begins. */
    void retire() {
        retired = true;
        takeBack.run();
    }

    void close() {
        run.close();
    }

    /**
     * The first point of the grid that is no less than half a frequency after the start of the last pass, but not
     * before now; a service that never passed is due at once. So services of one frequency stay together however long
     * they queue. A pass that has left something waiting is followed early by one that can remove it.
     */
    long nextDue(long now) {
        long frequency = run.frequency().toNanos();
        long earliest = startedAt + frequency / 2 - origin;
        long due = origin + (Math.floorDiv(earliest - 1, frequency) + 1) * frequency;
        if (!hasPassed() || due - now <= 0) {
            return now;
        }
        // An early pass that failed is not repeated at once.
        boolean early =
                waitsUntil.isPresent() && waitsUntil.getAsLong() - startedAt > 0 && waitsUntil.getAsLong() - due < 0;
        return early ? TimeSource.later(waitsUntil.getAsLong(), now) : due;
    }

    /** How long its pass has been in flight, in nanoseconds; zero if none is. */
    long inFlightFor(long now) {
        return inFlight == null ? 0 : now - startedAt;
    }

    /** How long its pass has been due, in nanoseconds; negative if it is not due yet. */
    long overdueFor(long now) {
        return ticket == 0 ? -1 : now - dueAt;
    }
}
