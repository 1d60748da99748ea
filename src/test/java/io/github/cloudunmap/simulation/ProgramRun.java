package io.github.cloudunmap.simulation;

import io.github.cloudunmap.aws.ServicePorts;
import io.github.cloudunmap.daemon.BoundService;
import io.github.cloudunmap.daemon.Carried;
import io.github.cloudunmap.daemon.CarriedStates;
import io.github.cloudunmap.daemon.Checkpoints;
import io.github.cloudunmap.daemon.Controller;
import io.github.cloudunmap.daemon.EventObserver;
import io.github.cloudunmap.daemon.FailureDetector;
import io.github.cloudunmap.daemon.FairWorkers;
import io.github.cloudunmap.daemon.PassObserver;
import io.github.cloudunmap.events.Event.StateChange;
import io.github.cloudunmap.fleet.DirectorySettings;
import io.github.cloudunmap.fleet.FleetObserver;
import io.github.cloudunmap.fleet.Identity;
import io.github.cloudunmap.fleet.RegionTrusts;
import io.github.cloudunmap.fleet.RoleAndRegion;
import io.github.cloudunmap.reconcile.InstanceDirectory;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.Reconciler;
import io.github.cloudunmap.state.MemoryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The program from one start to its end, wired as the daemon wires it, but onto the simulation. */
final class ProgramRun {
    /** A pass of many pages takes hours where each takes a minute. */
    private static final Duration LONGEST_DRAIN = Duration.ofDays(1);

    private final Scheduler scheduler;
    private final SimulatedTime time;
    private final SimulatedAws aws;
    private final Watch watch;
    private final DirectorySettings trust;
    private final Scheduler.TaskGroup process;
    private final RegionTrusts trusts;
    private final Map<String, InstanceDirectory> directories = new HashMap<>();
    /** By region, how many services use it. */
    private final Map<String, Integer> users = new HashMap<>();

    private final Map<String, ServiceSettings> services = new LinkedHashMap<>();
    private final SimulatedWorkers workers;
    private final FailureDetector failureDetector;
    private final Controller controller;
    private final CarriedStates states;
    private int mostWorkers;

    ProgramRun(
            Scheduler scheduler,
            SimulatedTime time,
            SimulatedAws aws,
            Watch watch,
            DirectorySettings trust,
            int workers,
            Collection<ServiceSettings> services,
            @Nullable SimulatedStore store,
            EventObserver events) {
        this.scheduler = scheduler;
        this.time = time;
        this.aws = aws;
        this.watch = watch;
        this.process = watch.process();
        this.trust = trust;
        this.trusts = new RegionTrusts(trust::suspectHold, time, FleetObserver.NONE);
        this.mostWorkers = workers;
        FairWorkers fair = new FairWorkers(workers, task -> scheduler.spawn(process, task), this::ring, time);
        this.workers = new SimulatedWorkers(fair, scheduler, aws.weather(), watch);
        this.failureDetector = new FailureDetector(this::ring, time, fair);
        services.forEach(service -> this.services.put(service.serviceId(), service));
        this.states = store == null ? CarriedStates.NONE : checkpoints(store);
        this.controller = new Controller(
                services.stream().map(this::run).toList(), this.workers, time, observer(), states, this::died, events);
        controller.start();
    }

    private CarriedStates checkpoints(SimulatedStore store) {
        MemoryStore disk = store.of(watch);
        return Checkpoints.restore(
                () -> Optional.of(disk),
                disk.load().map(memory -> memory.ofServices(services.keySet(), false)),
                trusts,
                this::carried,
                time,
                this::ringWhileAlive);
    }

    private Map<String, Carried> carried() {
        return controller.carried();
    }

    Watch watch() {
        return watch;
    }

    Collection<ServiceSettings> services() {
        return List.copyOf(services.values());
    }

    private BoundService run(ServiceSettings service) {
        BoundService.Source source =
                new BoundService.Source(Weather.CLOUD_MAP, Set.copyOf(service.regions()), null, null);
        ServicePorts ports = failureDetector.watching(
                source,
                new ServicePorts(
                        aws.registry(service, () -> mostWorkers, watch),
                        service.regions().stream().map(this::directory).toList(),
                        aws.deregistrar(service, watch),
                        () -> service.regions().forEach(this::leave)));
        return new BoundService(
                service.serviceId(),
                new BoundService.Shown(service.policy().serviceRegion(), false, null),
                service.frequency(),
                source,
                ports.registry()::takeTurn,
                id -> ports.directories().forEach(directory -> directory.invalidate(id.toString())),
                new Reconciler(
                        service.policy(),
                        ports.registry(),
                        ports.directories(),
                        ports.deregistrar(),
                        time,
                        request -> scheduler.spawn(process, request)),
                ports.closing());
    }

    private Runnable ring(Duration delay, Runnable action) {
        AtomicBoolean isOff = new AtomicBoolean();
        scheduler.at(scheduler.now() + delay.toNanos(), () -> {
            if (!isOff.get()) {
                action.run();
            }
        });
        return () -> isOff.set(true);
    }

    private Runnable ringWhileAlive(Duration delay, Runnable action) {
        return ring(delay, () -> {
            if (!process.isKilled()) {
                action.run();
            }
        });
    }

    private InstanceDirectory directory(String region) {
        users.merge(region, 1, Integer::sum);
        return directories.computeIfAbsent(
                region,
                r -> trusts.directory(
                        place(r), aws.ec2(r, watch), request -> scheduler.spawn(process, request), () -> trust));
    }

    private void leave(String region) {
        if (users.merge(region, -1, Integer::sum) == 0) {
            directories.remove(region);
            trusts.close(place(region));
        }
    }

    private static RoleAndRegion place(String region) {
        return new RoleAndRegion(new Identity(null, null), region);
    }

    private PassObserver observer() {
        return new PassObserver() {
            @Override
            public void ended(ReconcileReport report) {
                watch.ended(report);
            }

            @Override
            public void taken(BoundService service) {}

            @Override
            public void removed(String serviceId) {
                watch.removed(serviceId);
            }
        };
    }

    private void died(Error error) {
        if (!(error instanceof Scheduler.Killed)) {
            watch.violated("no pass ends the program", error.toString());
        }
    }

    /** A queue has an event, which the thread that reads it hands on. */
    void happened(StateChange change) {
        if (!process.isKilled()) {
            watch.happened(change);
            controller.happened(change);
        }
    }

    /** Takes over other settings, as at SIGHUP. */
    void reload(Collection<ServiceSettings> next, int workerCount) {
        mostWorkers = Math.max(mostWorkers, workerCount);
        List<BoundService> added = new ArrayList<>();
        List<BoundService> changed = new ArrayList<>();
        Map<String, ServiceSettings> old = new LinkedHashMap<>(services);
        services.clear();
        for (ServiceSettings service : next) {
            services.put(service.serviceId(), service);
            ServiceSettings before = old.remove(service.serviceId());
            if (before == null) {
                added.add(run(service));
            } else if (!before.equals(service)) {
                changed.add(run(service));
            }
        }
        workers.resize(workerCount);
        controller.apply(added, changed, List.copyOf(old.keySet()), false);
    }

    /** As at SIGTERM. */
    void stop() {
        if (!controller.drain(LONGEST_DRAIN)) {
            watch.violated("passes in flight finish", "some are still running after " + LONGEST_DRAIN);
        }
        if (states instanceof Checkpoints checkpoints) {
            checkpoints.close();
        }
        controller.close();
        scheduler.kill(process);
    }

    /** As at SIGKILL. */
    void kill() {
        scheduler.kill(process);
    }
}
