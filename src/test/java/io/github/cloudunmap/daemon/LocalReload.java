package io.github.cloudunmap.daemon;

import static io.github.cloudunmap.daemon.LocalAws.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.LogLines;
import io.github.cloudunmap.aws.AwsSettings;
import io.github.cloudunmap.config.ConfigSource;
import io.github.cloudunmap.config.InvalidConfigException;
import io.github.cloudunmap.config.yaml.ConfigLoader;
import io.github.cloudunmap.inmemory.InMemoryAws;
import io.github.cloudunmap.metrics.FreePort;
import io.github.cloudunmap.reconcile.ReconcileReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A program whose file a test changes: its log says when a reload is through, and the AWS in memory what it did. */
final class LocalReload implements AutoCloseable {
    static final Duration DEADLINE = Duration.ofSeconds(60);

    final InMemoryAws aws = InMemoryAws.start();
    final BlockingQueue<ReconcileReport> reports = new LinkedBlockingQueue<>();
    final LogLines log = new LogLines("daemon");

    final int port = FreePort.next();

    private final Path directory;

    LocalReload(Path directory) throws IOException {
        this.directory = directory;
    }

    void serviceWithOneOfTwoDead(String id, String region) {
        aws.cloudMap(US).createService(id);
        for (int host = 1; host <= 2; host++) {
            String address = "10." + id.charAt(4) % 100 + ".0." + host;
            String instance = aws.ec2(region).launch(address);
            aws.cloudMap(US).register(id, instance, Map.of("AWS_INSTANCE_IPV4", address));
            if (host == 2) {
                aws.ec2(region).terminate(instance);
            }
        }
    }

    Path file() {
        return directory.resolve("unmap.yaml");
    }

    /** Each service is its id and, after it, any keys of its own. */
    void write(String... services) throws Exception {
        write(List.of(), services);
    }

    void writeWithStateDirectory(String service) throws Exception {
        write(service);
        Files.writeString(file(), "state-directory: " + directory.resolve("state") + "\n", StandardOpenOption.APPEND);
    }

    void write(List<String> first, String... services) throws Exception {
        StringBuilder yaml = new StringBuilder("prometheus: { enabled: true, port: " + port + " }\n"
                + "defaults: { service-region: us-east-1, instances-regions: [us-east-1] }\nservices:\n");
        for (String service : Stream.concat(first.stream(), Stream.of(services)).toList()) {
            yaml.append("  - { service-id: ").append(service).append(" }\n");
        }
        Path next = Files.writeString(directory.resolve("next.yaml"), yaml);
        Files.move(next, file(), StandardCopyOption.ATOMIC_MOVE);
    }

    Running start() throws Exception {
        return start(daemon -> {});
    }

    Running start(Consumer<Daemon> beforeTheRun) throws Exception {
        ConfigSource source = () -> ConfigLoader.loadFile(file());
        Daemon daemon = new Daemon(source.load(), source, AwsSettings.local(aws.endpoint()), reports::add);
        beforeTheRun.accept(daemon);
        return new Running(daemon, CompletableFuture.supplyAsync(() -> run(daemon)));
    }

    private static boolean run(Daemon daemon) {
        try {
            return daemon.run();
        } catch (InterruptedException | InvalidConfigException e) {
            throw new IllegalStateException(e);
        }
    }

    void awaitPasses(int passes) throws Exception {
        for (int i = 0; i < passes; i++) {
            nextReport();
        }
    }

    ReconcileReport nextReport() throws Exception {
        ReconcileReport report = reports.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS);
        assertThat(report).as("a pass").isNotNull();
        return report;
    }

    record Running(Daemon daemon, CompletableFuture<Boolean> run) implements AutoCloseable {
        void stop() {
            daemon.stop();
            assertThat(run.orTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS).join())
                    .isTrue();
        }

        @Override
        public void close() {
            stop();
            daemon.close();
        }
    }

    @Override
    public void close() {
        log.close();
        aws.close();
    }
}
