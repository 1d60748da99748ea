package io.github.cloudunmap.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.cloudunmap.aws.AwsObserver;
import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.ConfigPrinter;
import io.github.cloudunmap.config.PrometheusConfig;
import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.metrics.AwsRequestMetrics;
import io.github.cloudunmap.metrics.BuildMetrics;
import io.github.cloudunmap.metrics.ConfigMetrics;
import io.github.cloudunmap.metrics.Ec2CacheMetrics;
import io.github.cloudunmap.metrics.Exporter;
import io.github.cloudunmap.metrics.ReconcileMetrics;
import io.github.cloudunmap.metrics.WorkerMetrics;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.TimeSource;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.hotspot.DefaultExports;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an operator watches the program by: every metric, and the pages where they are served. Any thread may call it. */
final class Monitoring implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Monitoring.class);
    private static final int EXPORTER_THREADS = 8;
    private static final int WAITING_SCRAPES = 100;

    private final CollectorRegistry registry = new CollectorRegistry();
    private final ReconcileMetrics reconciles = new ReconcileMetrics(registry, List.of());
    private final AwsMetrics aws = new AwsMetrics(new AwsRequestMetrics(registry), new Ec2CacheMetrics(registry));
    private final ConfigMetrics configs = new ConfigMetrics(registry);
    private final WorkerMetrics workers;
    private final PassWatch passes;
    private final TimeSource time;
    private final ThreadPoolExecutor exporterThreads;
    private final Optional<Exporter> exporter;

    /**
     * Shows every service of the configuration, and opens the exporter's port if it is enabled.
     *
     * @throws StartupException if the exporter cannot listen
     */
    Monitoring(Config config, TimeSource time) throws StartupException {
        this.time = time;
        workers = new WorkerMetrics(registry, config.workers());
        passes = new PassWatch(time);
        Build build = Build.current();
        BuildMetrics.register(registry, build.version(), build.commit(), build.java());
        config.services().forEach(this::add);
        loaded(config);
        exporterThreads = exporterThreads();
        exporter = config.prometheus().enabled() ? Optional.of(exporter(config.prometheus())) : Optional.empty();
    }

    private static ThreadPoolExecutor exporterThreads() {
        // What finds no place is dropped: the server then closes the connection when its time is up.
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                EXPORTER_THREADS,
                EXPORTER_THREADS,
                1,
                TimeUnit.MINUTES,
                new LinkedBlockingQueue<>(WAITING_SCRAPES),
                new NamedThreads("exporter"),
                new ThreadPoolExecutor.DiscardPolicy());
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    private Exporter exporter(PrometheusConfig config) throws StartupException {
        // Only for who looks: it costs start-up time.
        DefaultExports.register(registry);
        try {
            Exporter opened = new Exporter(
                    registry, config.host(), config.port(), exporterThreads, passes::stuck, passes::isFirstRoundDone);
            LOG.info("Prometheus exporter listening on {}:{}", config.host(), opened.port());
            return opened;
        } catch (IOException e) {
            throw new StartupException(
                    "the Prometheus exporter cannot listen on " + config.host() + ":" + config.port() + ": "
                            + e.getMessage() + "; set another --prometheus-host or --prometheus-port",
                    e);
        }
    }

    /** Shows a service, or its new frequency. */
    void add(ServiceConfig service) {
        reconciles.add(service.serviceId());
        reconciles.frequency(service.serviceId(), service.frequency());
        passes.add(service.serviceId(), service.frequency());
    }

    /** Takes all that is shown of a service away. */
    void remove(String serviceId) {
        reconciles.remove(serviceId);
        passes.remove(serviceId);
    }

    /** This configuration is in effect from now on. */
    void loaded(Config config) {
        configs.loaded(sha256(ConfigPrinter.render(config)), time.now());
    }

    /** Another configuration was to be loaded and is wrong. */
    void loadFailed() {
        configs.failed();
    }

    void observe(ReconcileReport report) {
        reconciles.observe(report);
        passes.passed(report.serviceId());
    }

    AwsObserver aws() {
        return aws;
    }

    /** The same workers, with their load measured. */
    Workers observed(Workers unobserved) {
        return new ObservedWorkers(unobserved, workers, time);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public void close() {
        exporter.ifPresent(Exporter::close);
        exporterThreads.shutdownNow();
    }
}
