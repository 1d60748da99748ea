package io.github.cloudunmap.daemon;

import io.github.cloudunmap.aws.AwsBackend;
import io.github.cloudunmap.aws.AwsSettings;
import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.ConfigSource;
import io.github.cloudunmap.config.InvalidConfigException;
import io.github.cloudunmap.config.LoadedConfig;
import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.config.yaml.ConfigLoader;
import io.github.cloudunmap.fleet.DirectorySettings;
import io.github.cloudunmap.process.HeapCollection;
import io.github.cloudunmap.process.NamedThreads;
import io.github.cloudunmap.process.SystemTime;
import io.github.cloudunmap.process.Systemd;
import io.github.cloudunmap.process.Timeouts;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.TimeSource;
import io.github.cloudunmap.selection.SelectionReader;
import io.github.cloudunmap.state.Memory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The composition root: the whole program for one configuration, wired by hand and closed in reverse order. */
public final class Daemon implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

    private final TimeSource time = new SystemTime();
    private final Systemd systemd = Systemd.ofEnvironment();
    private final RemovalTurns removalTurns = new RemovalTurns();
    private final Controller controller;
    private final EventQueues queues;
    private final ActiveConfig active;
    private final Reloader reloader;
    private final RequestedTask reloads;
    private final Expansions expansions;
    private final Housekeeping housekeeping;
    private final CountDownLatch stopAsked = new CountDownLatch(1);
    private volatile boolean isShuttingDown;
    private volatile boolean isReady;
    /** The open resources, the newest first. {@link #close} closes them in this order. */
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /**
     * Wires the program, and opens the exporter's port if the exporter is enabled. No pass runs yet.
     *
     * @param initial the configuration that {@code source} has just given
     * @param source gives the configuration again at every reload
     * @param observer receives the report of every pass, on the worker that ran it
     * @throws StartupException if the AWS settings, the state directory or the exporter's port cannot be used
     */
    public Daemon(
            LoadedConfig initial, ConfigSource source, AwsSettings awsSettings, Consumer<ReconcileReport> observer)
            throws StartupException {
        StartupException.ifAny(AwsBackend.problemsOfTheEnvironment(awsSettings));
        Config config = initial.config();
        Reloader.warnOfUnknownRegions(config.settings());
        Monitoring monitoring = new Monitoring(initial, time);
        opened.push(monitoring);
        Journals journals = new Journals(config, time, monitoring.state());
        opened.push(journals);
        ExecutorService requests = Executors.newCachedThreadPool(new NamedThreads("request"));
        opened.push(requests::shutdownNow);
        ExecutorService dispatcher = Executors.newSingleThreadExecutor(new NamedThreads("dispatch"));
        opened.push(dispatcher::shutdownNow);
        Timeouts timer = new Timeouts(requests);
        opened.push(timer::shutdownNow);
        AwsBackend aws = StartupException.ifUnusable(() -> new AwsBackend(
                awsSettings, requests, timer, DirectorySettings.of(config), config.listRate(), time, monitoring.aws()));
        opened.push(aws);
        HeapCollection heap = new HeapCollection(time, System::gc);
        Alarm alarm = Alarm.of(timer, dispatcher);
        Alarm saving = Alarm.of(timer, requests);
        ExecutorService threads = Executors.newCachedThreadPool(new NamedThreads("worker"));
        opened.push(threads::shutdown);
        FairWorkers fair = new FairWorkers(config.workers(), threads, alarm, time);
        Workers workers = monitoring.observed(fair);
        FailureDetector failureDetector = new FailureDetector(alarm, time, fair);
        Function<ServiceConfig, BoundService> opening = service -> BoundService.of(
                service,
                failureDetector.watching(BoundService.Source.of(service), removalTurns.of(aws.open(service))),
                time,
                requests,
                journals.of(service));
        Optional<Memory> before = StartupException.ifUnusable(() -> journals.load(config.settings()));
        Selections selections = Selections.remembered(new SelectionReader(aws::catalog), config, before, time);
        Config current = selections.expand(config).config();
        Checkpoints checkpoints = Checkpoints.restore(
                journals::memory, before, current, aws.trusts(), this::carried, selections::findings, time, saving);
        monitoring.add(current.services());
        controller = new Controller(
                StartupException.ifUnusable(
                        () -> current.services().stream().map(opening).toList()),
                workers,
                time,
                monitoring.passObserver(observer.andThen(report -> heap.afterPass())),
                checkpoints,
                Fatal::die,
                monitoring.events(config.events()));
        opened.push(controller::close);
        opened.push(checkpoints);
        queues = EventQueues.open(config.events(), aws, controller::happened, monitoring.queues(), time, Fatal::die);
        opened.push(queues);
        active = new ActiveConfig(initial, current, selections, controller, monitoring.selections(), opening);
        reloader = new Reloader(source, initial, active, workers, aws, monitoring);
        reloads = new RequestedTask("reload", this::reloadNow, Fatal::die);
        opened.push(reloads);
        expansions = new Expansions(
                active, selections, reloads, stopAsked::countDown, Fatal::die, monitoring.selections(), time);
        opened.push(expansions);
        housekeeping = new Housekeeping(timer, systemd, time);
        monitoring.serve(config.prometheus(), controller::stuck, this::isReady);
    }

    /**
     * Wires the program for a configuration that does not come from a file, such as one from flags.
     *
     * @throws StartupException in the cases of {@link #Daemon}
     */
    public static Daemon withoutFile(Config config, AwsSettings awsSettings, Consumer<ReconcileReport> observer)
            throws StartupException {
        LoadedConfig loaded = LoadedConfig.withoutFile(config);
        return new Daemon(loaded, () -> loaded, awsSettings, observer);
    }

    /**
     * Reconciles until {@link #stop()}, then lets the passes in flight finish.
     *
     * @return whether the passes in flight finished within the shutdown timeout
     * @throws InvalidConfigException if, at the start, two selections find one service, and no reading is in effect
     */
    public boolean run() throws InterruptedException, InvalidConfigException {
        controller.start();
        queues.start();
        systemd.ready(status("started"));
        reloads.begin();
        expansions.begin(housekeeping);
        housekeeping.begin(() -> !controller.stuck().isEmpty());
        return awaitStopAndDrain();
    }

    private boolean isReady() {
        isReady = isReady || (expansions.areComplete() && controller.haveAllPassed());
        return isReady;
    }

    /** Returns the configuration in effect, with the services that its selections find. Any thread may call it. */
    public Config config() {
        return active.current();
    }

    /** Reads every selection now, due or not. Completes once each reading is in effect, postponed or refused. */
    CompletableFuture<Boolean> expand() {
        return expansions.once();
    }

    private Map<String, Carried> carried() {
        return controller.carried();
    }

    private String status(String event) {
        int services = active.current().services().size();
        return services + (services == 1 ? " service; " : " services; ") + event;
    }

    /**
     * Reads the selections, then makes one or two passes of every service. No pass begins after {@link #stop}.
     *
     * @return whether every selection could be read and has a reading in effect, and every pass that began succeeded
     * @throws InvalidConfigException if two selections find the same service, and no earlier reading is in effect
     */
    public boolean runOnce() throws InterruptedException, InvalidConfigException {
        CompletableFuture<Boolean> passes =
                expand().thenCompose(areFound -> controller.startOnce().thenApply(succeeded -> areFound && succeeded));
        var unused = passes.thenRun(stopAsked::countDown);
        return awaitStopAndDrain() && passes.getNow(false);
    }

    /** Asks {@link #run()} or {@link #runOnce()} to end. Never blocks and logs nothing. Any thread may call it. */
    public void stop() {
        isShuttingDown = true;
        stopAsked.countDown();
    }

    /** Requests a reload. Ignored while an earlier request waits for the reload thread. Any thread may call it. */
    public void reload() {
        if (stopAsked.getCount() == 0) {
            LOG.info("Not reloaded: the program is shutting down");
        } else {
            reloads.add();
        }
    }

    /** From now on, reloads when the content of the file changes. Called once, before {@link #run()}. */
    public void watch(Path file) {
        ConfigWatch watch = new ConfigWatch(() -> ConfigLoader.sha256(file), reloader::takenOver, this::reload);
        housekeeping.repeat(() -> reloads.execute(watch::look), ConfigWatch.EVERY, ConfigWatch.EVERY);
    }

    private void reloadNow() {
        boolean reloaded = false;
        try {
            systemd.reloading(time.nanos());
            reloaded = reloader.reload();
        } finally {
            systemd.ready(status(reloaded ? "reloaded" : "the last reload failed, see the log"));
        }
    }

    private boolean awaitStopAndDrain() throws InterruptedException, InvalidConfigException {
        stopAsked.await();
        expansions.close();
        if (isShuttingDown) {
            LOG.info("Shutting down");
        }
        systemd.stopping();
        queues.stop();
        removalTurns.end();
        Duration timeout = active.current().shutdownTimeout();
        boolean drained = controller.drain(timeout);
        if (!drained) {
            LOG.error("Passes were still running after {} s and are cut off", timeout.toSeconds());
        }
        expansions.throwIfRefused();
        return drained;
    }

    @Override
    public void close() {
        for (AutoCloseable resource : opened) {
            try {
                resource.close();
            } catch (Exception e) {
                LOG.atWarn().setCause(e).log("Closing failed: {}", e);
            }
        }
    }
}
