package io.github.cloudunmap.daemon;

import io.github.cloudunmap.events.Event.StateChange;
import io.github.cloudunmap.events.RecentEvents;
import io.github.cloudunmap.reconcile.CarriedState;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Has workers run the passes of all services when they are due, at most one of a service at a time. Thread-safe. */
public final class Controller {
    private final Workers workers;
    private final TimeSource time;
    private final PassObserver observer;
    private final CarriedStates states;
    private final PassRunner runner;
    private final EventObserver events;
    /** Regular passes are due at whole multiples of their frequency after this time. In monotonic nanoseconds. */
    private final long origin;

    // The fields below are guarded by this.
    private final Map<String, ServiceLoop> loops = new LinkedHashMap<>();
    private final RecentEvents recent = new RecentEvents();
    private final List<SingleRun> singleRuns = new ArrayList<>();
    private boolean draining;

    /**
     * Creates one loop per service. No pass is due before {@link #start()} or {@link #startOnce()}.
     *
     * @param services the services; the workers get their first passes in this order
     * @param states gives the states from the previous process, and is told of changes to states
     * @param fatal ends the process after a JVM error
     */
    public Controller(
            List<BoundService> services,
            Workers workers,
            TimeSource time,
            PassObserver observer,
            CarriedStates states,
            Consumer<Error> fatal,
            EventObserver events) {
        this.workers = workers;
        this.time = time;
        this.observer = observer;
        this.states = states;
        this.runner = new PassRunner(observer, fatal);
        this.events = events;
        this.origin = time.nanos();
        services.forEach(service ->
                loops.put(service.serviceId(), new ServiceLoop(service, origin, states.before(service), recent)));
    }

    /** Makes every service due at once. */
    public synchronized void start() {
        long now = time.nanos();
        loops.values().forEach(loop -> schedule(loop, now));
    }

    /**
     * Makes every service due at once. If the first pass of a service leaves registrations settling, makes the service
     * due a second time when these registrations have settled.
     *
     * @return completes after the last pass; true if every pass that began succeeded
     */
    public synchronized CompletableFuture<Boolean> startOnce() {
        long now = time.nanos();
        loops.values().forEach(loop -> singleRuns.add(new SingleRun(loop)));
        singleRuns.forEach(run -> scheduleOnce(run, now));
        return SingleRun.allDone(singleRuns);
    }

    private void scheduleOnce(SingleRun run, long dueAt) {
        long ticket = run.loop().newTicket(dueAt);
        run.loop()
                .scheduled(workers.runAt(
                        dueAt, run.loop().reads(), run.loop().turn(), () -> goOn(run, pass(run.loop(), ticket))));
    }

    private synchronized void goOn(SingleRun run, PassEnd pass) {
        OptionalLong next = run.after(pass);
        if (draining || next.isEmpty()) {
            run.end();
            return;
        }
        run.logNext(Duration.ofNanos(next.getAsLong() - time.nanos()));
        scheduleOnce(run, next.getAsLong());
    }

    /**
     * Takes over the changes of a reload, or of a reading of selections (a query of Cloud Map for their services).
     * Passes in flight keep the old settings. If no pass is in flight, an added service is due at once, and a changed
     * one when its frequency says or before. If {@code keepsStates}, grace and settling of removed services are kept
     * for when these are added again. Otherwise grace and settling of added services start anew.
     */
    public synchronized void apply(
            List<BoundService> added, List<BoundService> changed, List<String> removed, boolean keepsStates) {
        long now = time.nanos();
        removed.forEach(service -> remove(service, keepsStates));
        for (BoundService service : added) {
            observer.taken(service);
            ServiceLoop leaving = loops.get(service.serviceId());
            if (leaving != null) {
                leaving.retire(keepsStates); // unless keepsStates, its grace and settling start anew
                leaving.replace(service);
            } else {
                Carried before = states.before(service);
                ServiceLoop loop = new ServiceLoop(
                        service, origin, keepsStates ? before : Carried.nothing(service.source()), recent);
                loops.put(service.serviceId(), loop);
                schedule(loop, now);
            }
        }
        for (BoundService service : changed) {
            observer.taken(service);
            ServiceLoop loop = loop(service.serviceId());
            loop.replace(service);
            if (!loop.isInFlight()) {
                schedule(loop, loop.nextDue(now));
            }
        }
        states.changed();
    }

    private void remove(String serviceId, boolean keepsState) {
        ServiceLoop loop = loop(serviceId);
        loop.retire(keepsState);
        if (!loop.isInFlight()) {
            forget(loop);
        }
    }

    private void forget(ServiceLoop loop) {
        loops.remove(loop.serviceId());
        if (loop.mayReturn()) {
            states.left(loop.serviceId(), loop.carried());
        }
        loop.close();
        observer.removed(loop.serviceId());
    }

    private ServiceLoop loop(String serviceId) {
        return Objects.requireNonNull(loops.get(serviceId), () -> "no service " + serviceId);
    }

    private void schedule(ServiceLoop loop, long dueAt) {
        long ticket = loop.newTicket(dueAt);
        Runnable task = () -> {
            try {
                pass(loop, ticket);
            } finally {
                reschedule(loop, ticket); // even if the pass has thrown an exception
            }
        };
        loop.scheduled(
                loop.isEarly()
                        ? workers.runEarlyAt(dueAt, loop.reads(), loop.turn(), task)
                        : workers.runAt(dueAt, loop.reads(), loop.turn(), task));
    }

    /** Asks for an early pass of every service that the change concerns, and returns the number of these services. */
    public synchronized int happened(StateChange change) {
        long now = time.nanos();
        recent.add(change, now);
        List<ServiceLoop> concerned = loops.values().stream()
                .filter(loop -> !draining && loop.concerns(change))
                .toList();
        concerned.forEach(loop -> loop.happened(change, now).ifPresent(due -> schedule(loop, due)));
        return concerned.size();
    }

    private synchronized void reschedule(ServiceLoop loop, long ticket) {
        if (!draining && loop.isNext(ticket)) {
            schedule(loop, loop.nextDue(time.nanos()));
        }
    }

    private PassEnd pass(ServiceLoop loop, long ticket) {
        BoundService service;
        CarriedState carriedState;
        synchronized (this) {
            if (draining || !loop.isNext(ticket)) {
                return PassEnd.NOT_BEGUN;
            }
            service = loop.begin(time.nanos());
            carriedState = loop.carriedState();
        }
        Optional<ReconcileReport> ended = Optional.empty();
        try {
            ended = runner.run(service, carriedState);
            return ended.map(PassEnd::of).orElse(PassEnd.DEFECT);
        } finally {
            end(loop, ended);
        }
    }

    private synchronized void end(ServiceLoop loop, Optional<ReconcileReport> report) {
        loop.end(report);
        report.ifPresent(
                ended -> runner.tell(loop.serviceId(), () -> events.ended(loop.events(), ended, time.nanos())));
        if (loop.isRetired()) {
            forget(loop);
        }
        states.changed();
    }

    /** Returns the state that the passes of each service hand on, by service id. */
    public synchronized Map<String, Carried> carried() {
        return loops.values().stream().collect(Collectors.toMap(ServiceLoop::serviceId, ServiceLoop::carried));
    }

    /** Whether every service has had a pass. */
    public synchronized boolean haveAllPassed() {
        return loops.values().stream().allMatch(ServiceLoop::hasPassed);
    }

    /** Returns the ids of the services whose pass does not end, or does not begin, in time: {@link StuckServices}. */
    public synchronized List<String> stuck() {
        return StuckServices.of(loops.values(), time.nanos());
    }

    /** Starts no new pass, and waits for the passes in flight. Returns whether all ended within {@code atMost}. */
    public boolean drain(Duration atMost) {
        synchronized (this) {
            draining = true;
        }
        boolean drained = workers.drain(atMost);
        if (drained) {
            synchronized (this) {
                singleRuns.forEach(SingleRun::end);
            }
        }
        return drained;
    }

    /** Closes every service; no pass may be in flight. */
    public synchronized void close() {
        loops.values().forEach(ServiceLoop::close);
        loops.clear();
    }
}
