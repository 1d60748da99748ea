package io.github.cloudunmap.daemon;

import io.github.cloudunmap.aws.AwsBackend;
import io.github.cloudunmap.aws.AwsSettings;
import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.TimeSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The composition root: the whole program for one configuration, wired by hand and closed in reverse order. */
public final class Daemon implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);

    private final Config config;
    private final Controller controller;
    private final CountDownLatch stopAsked = new CountDownLatch(1);
    /** The newest first. */
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /**
     * Wires the program and opens the exporter's port; no pass runs yet.
     *
     * @param observer told of every pass, on the worker that ran it
     * @throws StartupException if the exporter cannot listen
     */
    public Daemon(Config config, AwsSettings awsSettings, Consumer<ReconcileReport> observer) throws StartupException {
        this.config = config;
        warnOfUnknownRegions(config);
        TimeSource time = new SystemTime();
        Monitoring monitoring = new Monitoring(config, time);
        opened.push(monitoring);
        ScheduledExecutorService timeouts = Executors.newScheduledThreadPool(1, new NamedThreads("timeout"));
        opened.push(timeouts::shutdownNow);
        ExecutorService requests = Executors.newCachedThreadPool(new NamedThreads("ec2"));
        opened.push(requests::shutdownNow);
        AwsBackend aws = new AwsBackend(awsSettings, requests, timeouts, config.ec2CacheTtl(), time, monitoring.aws());
        opened.push(aws);
        List<ServiceLoop> loops = config.services().stream()
                .map(service -> ServiceLoop.of(service, aws, time))
                .toList();
        controller = new Controller(
                loops,
                monitoring.observed(new ThreadWorkers(config.workers(), time)),
                time,
                observer.andThen(monitoring::observe),
                Daemon::die);
    }

    private static void warnOfUnknownRegions(Config config) {
        config.services().stream()
                .flatMap(service ->
                        Stream.concat(Stream.of(service.serviceRegion()), service.instancesRegions().stream()))
                .distinct()
                .filter(region -> !AwsBackend.knows(region))
                .forEach(region -> LOG.atWarn()
                        .addKeyValue("region", region)
                        .log(
                                "Region {} is newer than this program's AWS SDK, or misspelt; it is used as given",
                                region));
    }

    /**
     * Reconciles until {@link #stop()}, then lets the passes in flight finish.
     *
     * @return whether they finished within the shutdown timeout
     */
    public boolean run() throws InterruptedException {
        controller.start();
        return awaitStopAndDrain();
    }

    /**
     * Runs one pass of every service, or those begun before {@link #stop()}.
     *
     * @return whether every pass that ran ended in success
     */
    public boolean runOnce() throws InterruptedException {
        CompletableFuture<Boolean> passes = controller.startOnce();
        var unused = passes.thenRun(this::stop);
        return awaitStopAndDrain() && passes.join();
    }

    /** Asks {@link #run()} or {@link #runOnce()} to come to an end. Any thread may call it. */
    public void stop() {
        stopAsked.countDown();
    }

    private boolean awaitStopAndDrain() throws InterruptedException {
        stopAsked.await();
        boolean drained = controller.drain(config.shutdownTimeout());
        if (!drained) {
            LOG.error(
                    "Passes were still running after {} s and are cut off",
                    config.shutdownTimeout().toSeconds());
        }
        return drained;
    }

    private static void die(Error error) {
        LOG.atError().setCause(error).log("The process ends, because nothing can be trusted after this: {}", error);
        Runtime.getRuntime().halt(1);
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
