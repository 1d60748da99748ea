package io.github.cloudunmap.daemon;

import io.github.cloudunmap.aws.AwsObserver;
import io.github.cloudunmap.config.EventQueueConfig;
import io.github.cloudunmap.config.LoadedConfig;
import io.github.cloudunmap.config.PrometheusConfig;
import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.logging.Logging;
import io.github.cloudunmap.metrics.AwsRequestMetrics;
import io.github.cloudunmap.metrics.BuildMetrics;
import io.github.cloudunmap.metrics.ConfigMetrics;
import io.github.cloudunmap.metrics.Ec2CacheMetrics;
import io.github.cloudunmap.metrics.Ec2ReadMetrics;
import io.github.cloudunmap.metrics.EventMetrics;
import io.github.cloudunmap.metrics.Exporter;
import io.github.cloudunmap.metrics.LogMetrics;
import io.github.cloudunmap.metrics.ReconcileMetrics;
import io.github.cloudunmap.metrics.SelectionMetrics;
import io.github.cloudunmap.metrics.ServiceMetrics;
import io.github.cloudunmap.metrics.StateMetrics;
import io.github.cloudunmap.metrics.SuspicionMetrics;
import io.github.cloudunmap.metrics.WorkerMetrics;
import io.github.cloudunmap.process.NamedThreads;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.TimeSource;
import io.github.cloudunmap.state.StateObserver;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.hotspot.DefaultExports;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds all metrics and the status, and the exporter that serves them. Any thread may call it. */
final class Monitoring implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Monitoring.class);
    /** One of these threads accepts connections; the others answer requests. */
    private static final int EXPORTER_THREADS = 9;

    private static final int WAITING_SCRAPES = 100;

    private final CollectorRegistry registry = new CollectorRegistry();
    private final ReconcileMetrics reconciles = new ReconcileMetrics(registry, List.of());
    private final ServiceMetrics services = new ServiceMetrics(registry);
    private final AwsMetrics aws;
    private final StatusFeed status;
    private final ConfigMetrics configs = new ConfigMetrics(registry);
    private final StateMetrics state = new StateMetrics(registry);
    private final EventMetrics events = new EventMetrics(registry);
    private final SelectionFeed selections;
    private final WorkerMetrics workers;
    private final TimeSource time;
    private final Deque<Runnable> closing = new ArrayDeque<>();

    /** Shows every service of the configuration. */
    Monitoring(LoadedConfig loaded, TimeSource time) {
        this.time = time;
        workers = new WorkerMetrics(registry, loaded.config().workers());
        BuildInfo build = BuildInfo.current();
        status = new StatusFeed(loaded, build, time);
        selections = new SelectionFeed(new SelectionMetrics(registry), status, time);
        aws = new AwsMetrics(
                new AwsRequestMetrics(registry),
                new Ec2CacheMetrics(registry),
                new Ec2ReadMetrics(registry),
                new SuspicionMetrics(registry),
                status);
        BuildMetrics.register(registry, build.version(), build.commit(), build.java());
        LogMetrics.register(registry, Logging::dropped);
        add(loaded.config().services());
        configs.loaded(loaded.sha256(), loaded.config().selectInterval(), time.now());
    }

    /** Returns an observer that shows the outcome of every pass, and then hands the report to another observer. */
    PassObserver passObserver(Consumer<ReconcileReport> after) {
        return new PassObserver() {
            @Override
            public void ended(ReconcileReport report) {
                observe(report);
                after.accept(report);
            }

            @Override
            public void taken(BoundService service) {
                add(service.serviceId(), service.frequency(), service.shown());
            }

            @Override
            public void removed(String serviceId) {
                remove(serviceId);
            }
        };
    }

    private static ThreadPoolExecutor exporterThreads() {
        // If too many requests wait for a thread, a further request is dropped. The server closes the connection of a
        // dropped request after the time that the exporter allows for a request.
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                EXPORTER_THREADS,
                EXPORTER_THREADS,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING_SCRAPES),
                new NamedThreads("exporter"),
                new ThreadPoolExecutor.DiscardPolicy());
        // Start the threads now, so that scrapes are answered even when the process can start no more threads.
        threads.prestartAllCoreThreads();
        return threads;
    }

    /**
     * Opens the exporter's port, if the exporter is enabled.
     *
     * @param stuck gives the ids of the stuck services
     * @param ready whether the program has been ready once: see {@link Exporter}
     * @throws StartupException if the exporter cannot listen
     */
    void serve(PrometheusConfig config, Supplier<List<String>> stuck, BooleanSupplier ready) throws StartupException {
        if (!config.enabled()) {
            return;
        }
        // The JVM's metrics are registered only if the exporter runs, because they cost start-up time.
        DefaultExports.register(registry);
        ThreadPoolExecutor threads = exporterThreads();
        closing.push(threads::shutdownNow);
        try {
            Exporter exporter =
                    new Exporter(registry, config.host(), config.port(), threads, time, stuck, ready, status);
            closing.push(exporter::close);
            LOG.info("Prometheus exporter listening on {}", config.authority(exporter.port()));
        } catch (IOException e) {
            throw new StartupException(
                    "the Prometheus exporter cannot listen on " + config.authority(config.port()) + ": "
                            + e.getMessage() + "; set another --prometheus-host or --prometheus-port",
                    e);
        }
    }

    /** Shows these services in metrics and status. If a service is shown already, updates its settings there. */
    void add(List<ServiceConfig> shown) {
        shown.forEach(service -> add(service.serviceId(), service.frequency(), BoundService.Shown.of(service)));
    }

    /** Shows a service in metrics and status. If the service is shown already, updates its settings there. */
    void add(String serviceId, Duration frequency, BoundService.Shown shown) {
        status.add(serviceId, frequency, shown);
        services.add(serviceId, Objects.requireNonNullElse(shown.name(), ""), shown.dryRun());
        reconciles.add(serviceId);
        reconciles.frequency(serviceId, frequency);
    }

    /** Removes a service from metrics and status. */
    void remove(String serviceId) {
        reconciles.remove(serviceId);
        services.remove(serviceId);
        status.remove(serviceId);
    }

    /** Shows that this configuration is in effect from now on. */
    void reloaded(LoadedConfig loaded, String changes) {
        configs.loaded(loaded.sha256(), loaded.config().selectInterval(), time.now());
        status.reloaded(loaded, changes);
    }

    /** Shows that a reload failed, because the new configuration could not be put into effect. */
    void notReloaded(String why) {
        configs.failed();
        status.notReloaded(why);
    }

    void observe(ReconcileReport report) {
        reconciles.observe(report);
        status.observe(report);
        report.plan()
                .ifPresent(plan ->
                        services.waiting(report.serviceId(), plan.waiting().size()));
    }

    AwsObserver aws() {
        return aws;
    }

    EventObserver events(List<EventQueueConfig> queues) {
        return queues.isEmpty() ? EventObserver.NONE : EventObserver.of(events::removed);
    }

    QueueMetrics queues() {
        return new QueueMetrics(events, status);
    }

    SelectionFeed selections() {
        return selections;
    }

    StateObserver state() {
        return new StateObserver() {
            @Override
            public void journalled(boolean succeeded) {
                state.journalled(succeeded);
            }

            @Override
            public void memorySaved(boolean succeeded) {
                state.memorySaved(succeeded);
            }

            @Override
            public void memoryUnreadable() {
                state.memoryUnreadable();
            }
        };
    }

    /** The same workers, with their load measured. */
    Workers observed(Workers unobserved) {
        return new ObservedWorkers(unobserved, workers, time);
    }

    @Override
    public void close() {
        closing.forEach(Runnable::run);
    }
}
