package io.github.cloudunmap.daemon;

import static io.github.cloudunmap.daemon.LocalAws.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.LogLines;
import io.github.cloudunmap.aws.AwsSettings;
import io.github.cloudunmap.config.ConfigSource;
import io.github.cloudunmap.config.LoadedConfig;
import io.github.cloudunmap.config.yaml.ConfigLoader;
import io.github.cloudunmap.inmemory.CloudMapRegion;
import io.github.cloudunmap.inmemory.InMemoryAws;
import io.github.cloudunmap.reconcile.ReconcileReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An AWS in memory with a namespace of services, and programs that find them by selections, over HTTP. */
final class LocalSelection implements AutoCloseable {
    static final Duration DEADLINE = Duration.ofSeconds(60);

    final InMemoryAws aws = InMemoryAws.start();
    final CloudMapRegion cloudMap = aws.cloudMap(US);
    final String prod = cloudMap.catalog().createNamespace("prod.local");
    final BlockingQueue<ReconcileReport> reports = new LinkedBlockingQueue<>();
    final LogLines log = new LogLines("daemon");
    /** Has the file, and the state directory of the tests that want one. */
    final Path directory;

    /** Of the exporter; 0 for none. */
    int port;
    /** Further lines of the file. */
    String top = "";

    LocalSelection(Path directory) {
        this.directory = directory;
    }

    /** A service with a live and a terminated instance. */
    void service(String id, String name) {
        cloudMap.createService(id, prod, name);
        for (String host : new String[] {"1", "2"}) {
            String address = "10.0." + (id.hashCode() & 0xff) + "." + host;
            String instance = aws.ec2(US).launch(address);
            cloudMap.register(id, instance, Map.of("AWS_INSTANCE_IPV4", address));
            if (host.equals("2")) {
                aws.ec2(US).terminate(instance);
            }
        }
    }

    ReconcileReport nextReport() throws InterruptedException {
        ReconcileReport report = reports.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        assertThat(report).as("a pass").isNotNull();
        return report;
    }

    String pass() throws InterruptedException {
        return nextReport().serviceId();
    }

    String line(String beginning) throws InterruptedException {
        log.await(line -> line.startsWith(beginning));
        return log.last();
    }

    Running start(String... entries) throws Exception {
        return start(Daemon::run, entries);
    }

    Running start(Run run, String... entries) throws Exception {
        return new Running(run, entries);
    }

    /** The way to run the program. */
    interface Run {
        boolean of(Daemon daemon) throws Exception;
    }

    final class Running implements AutoCloseable {
        final Path file = directory.resolve("unmap.yaml");
        final Daemon daemon;
        final CompletableFuture<Boolean> ended;

        Running(Run run, String... entries) throws Exception {
            write(entries);
            ConfigSource source = () -> ConfigLoader.loadFile(file);
            LoadedConfig loaded = source.load();
            daemon = new Daemon(loaded, source, AwsSettings.local(aws.endpoint()), reports::add);
            ended = new CompletableFuture<>();
            Thread thread = new Thread(
                    () -> {
                        try {
                            ended.complete(run.of(daemon));
                        } catch (Exception e) {
                            ended.completeExceptionally(e);
                        }
                    },
                    "daemon-under-test");
            thread.start();
        }

        void write(String... entries) throws Exception {
            StringBuilder yaml = new StringBuilder(
                    top
                            + (port == 0 ? "" : "prometheus: { enabled: true, port: " + port + " }\n")
                            + "defaults: { service-region: us-east-1, instances-regions: [us-east-1], frequency: 1h }\nservices:\n");
            for (String entry : entries) {
                yaml.append("  - { ").append(entry).append(" }\n");
            }
            Files.writeString(file, yaml);
        }

        void stop() {
            daemon.stop();
            ended.join();
        }

        @Override
        public void close() {
            daemon.stop();
            ended.exceptionally(e -> false).join();
            daemon.close();
        }
    }

    @Override
    public void close() {
        log.close();
        aws.close();
    }
}
