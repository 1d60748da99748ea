package io.github.cloudunmap.simulation;

import io.github.cloudunmap.aws.ServicePorts;
import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.InvalidConfigException;
import io.github.cloudunmap.config.SelectionConfig.Query;
import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.daemon.ActiveConfig;
import io.github.cloudunmap.daemon.BoundService;
import io.github.cloudunmap.daemon.Carried;
import io.github.cloudunmap.daemon.Checkpoints;
import io.github.cloudunmap.daemon.Controller;
import io.github.cloudunmap.daemon.EventObserver;
import io.github.cloudunmap.daemon.FailureDetector;
import io.github.cloudunmap.daemon.FairWorkers;
import io.github.cloudunmap.daemon.PassObserver;
import io.github.cloudunmap.daemon.SelectionObserver;
import io.github.cloudunmap.daemon.SelectionPoller;
import io.github.cloudunmap.daemon.Selections;
import io.github.cloudunmap.events.Event.StateChange;
import io.github.cloudunmap.fleet.DirectorySettings;
import io.github.cloudunmap.fleet.FleetObserver;
import io.github.cloudunmap.fleet.Identity;
import io.github.cloudunmap.fleet.RegionTrusts;
import io.github.cloudunmap.fleet.RoleAndRegion;
import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.InstanceDirectory;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.Reconciler;
import io.github.cloudunmap.selection.Finding;
import io.github.cloudunmap.selection.FoundService;
import io.github.cloudunmap.selection.SelectionReader;
import io.github.cloudunmap.state.Memory;
import io.github.cloudunmap.state.MemoryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
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

    private final SimulatedWorkers workers;
    private final FailureDetector failureDetector;
    private final Controller controller;
    private final Checkpoints states;
    private final Selections selections;
    private final ActiveConfig active;
    /** What waits for the end of a reload. */
    private final List<Runnable> afterReload = new ArrayList<>();

    private boolean isReloading;
    private boolean isStopping;
    /** Whether its selections have ended it. */
    private boolean hasEnded;

    private int mostWorkers;

    ProgramRun(
            Scheduler scheduler,
            SimulatedTime time,
            SimulatedAws aws,
            Watch watch,
            DirectorySettings trust,
            int workers,
            ConfigFile file,
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
        Optional<MemoryStore> disk = Optional.ofNullable(store).map(onDisk -> onDisk.of(watch));
        Optional<Memory> before = disk.flatMap(MemoryStore::load);
        Config config = file.loaded().config();
        this.selections = Selections.remembered(
                new SelectionReader(settings -> aws.catalog(settings, watch)), config, before, time);
        Config current = selections.expand(config).config();
        this.states = Checkpoints.restore(
                () -> disk, before, current, trusts, this::carried, selections::findings, time, this::ringWhileAlive);
        this.controller = new Controller(
                current.services().stream().map(this::open).toList(),
                this.workers,
                time,
                observer(),
                states,
                this::died,
                events);
        this.active = new ActiveConfig(file.loaded(), current, selections, controller, shown(), this::open);
        watch.begin(file, controller.carried().keySet());
        controller.start();
        if (aws.hasNamespaces()) {
            scheduler.spawn(process, this::readSelections);
        }
    }

    private Map<String, Carried> carried() {
        return controller.carried();
    }

    Watch watch() {
        return watch;
    }

    boolean hasEnded() {
        return hasEnded;
    }

    /** As the thread does that reads selections. */
    private void readSelections() {
        SelectionPoller poller = new SelectionPoller(
                active::file,
                selections.reader(),
                query -> selections.findings().containsKey(query),
                this::takeOver,
                (selection, why) -> {},
                time);
        while (!isStopping && !hasEnded) {
            if (!active.file().selections().isEmpty()) {
                poller.look();
            }
            scheduler.sleep(SelectionPoller.LOOKS_EVERY);
        }
    }

    private void takeOver(Map<Query, List<FoundService>> readings) {
        Map<Query, Set<String>> read = watch.selections().takeReadings();
        onReloadThread(() -> {
            if (hasEnded) {
                return; // an earlier task of this thread has ended the process
            }
            watch.selections().takesEffect(read);
            try {
                active.expand(readings);
            } catch (InvalidConfigException e) {
                scheduler.tell(() -> "ends: " + e.getMessage());
                hasEnded = true;
            }
            if (hasEnded != watch.selections().mustEnd()) {
                watch.violated(
                        "an overlap ends the program with its first readings, and nothing else does",
                        hasEnded ? "it ends" : "it goes on");
            }
        });
    }

    private void onReloadThread(Runnable task) {
        if (isReloading) {
            afterReload.add(task);
        } else {
            task.run();
        }
    }

    private SelectionObserver shown() {
        return new SelectionObserver() {
            @Override
            public void show(Map<String, Integer> services) {}

            @Override
            public void taken(Config file, Map<Query, List<FoundService>> readings, Map<Query, Finding> findings) {}

            @Override
            public void refused(Config file, Set<Query> queries, String why) {
                scheduler.tell(() -> "not taken over: " + why);
            }
        };
    }

    private BoundService open(ServiceConfig service) {
        return open(ServiceSettings.of(service));
    }

    private BoundService open(ServiceSettings service) {
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

    /** Takes over another file, as at SIGHUP, unless a new selection cannot be read. */
    void reload(ConfigFile next, int workerCount) {
        isReloading = true;
        try {
            watch.selections().mayRead(next);
            ActiveConfig.Candidate candidate = active.candidate(next.loaded());
            mostWorkers = Math.max(mostWorkers, workerCount);
            watch.selections().reloads(next, watch.selections().takeReadings());
            workers.resize(workerCount);
            active.takeOver(candidate);
        } catch (ApiFailure | InvalidConfigException e) {
            scheduler.tell(() -> "not reloaded: " + e.getMessage());
        } finally {
            watch.selections().takeReadings();
            isReloading = false;
            afterReload.forEach(Runnable::run);
            afterReload.clear();
        }
    }

    /** As at SIGTERM. */
    void stop() {
        isStopping = true;
        if (!controller.drain(LONGEST_DRAIN)) {
            watch.violated("passes in flight finish", "some are still running after " + LONGEST_DRAIN);
        }
        states.close();
        controller.close();
        scheduler.kill(process);
    }

    /** As at SIGKILL. */
    void kill() {
        scheduler.kill(process);
    }
}
