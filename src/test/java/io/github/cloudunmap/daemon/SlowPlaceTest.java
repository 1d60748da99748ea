package io.github.cloudunmap.daemon;

import static io.github.cloudunmap.daemon.LocalAws.EU;
import static io.github.cloudunmap.daemon.LocalAws.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.aws.AwsSettings;
import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.InvalidConfigException;
import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.inmemory.Hang;
import io.github.cloudunmap.inmemory.InMemoryAws;
import io.github.cloudunmap.reconcile.ReconcileReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A region that accepts connections and never answers, over HTTP: it slows its own services only. */
@Timeout(120)
final class SlowPlaceTest {
    private static final Duration CALL = Duration.ofSeconds(75);

    private final InMemoryAws aws = InMemoryAws.start();
    private final BlockingQueue<ReconcileReport> reports = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        aws.close();
    }

    /** The hanging ones are first in the file, so that they have every worker when the program starts. */
    @Test
    void eightServicesThatHangDoNotKeepFourOthersFromTheirPasses() throws Exception {
        Hang hang = aws.on("ListInstances", EU).hang();
        List<ServiceConfig> hanging = services(EU, 8);
        List<ServiceConfig> healthy = services(US, 4);
        try (Running running =
                start(Stream.concat(hanging.stream(), healthy.stream()).toList())) {
            Map<String, Integer> passes = new HashMap<>();
            while (passes.size() < 4 || passes.values().stream().anyMatch(count -> count < 4)) {
                ReconcileReport report = next();
                assertThat(report.serviceId()).contains(US);
                passes.merge(report.serviceId(), 1, Integer::sum);
            }

            hang.release();
            List<String> left = new ArrayList<>(
                    hanging.stream().map(ServiceConfig::serviceId).toList());
            while (!left.isEmpty()) {
                left.remove(next().serviceId());
            }
        }
    }

    private ReconcileReport next() throws InterruptedException {
        ReconcileReport report = reports.poll(CALL.toSeconds(), TimeUnit.SECONDS);
        assertThat(report).isNotNull();
        return report;
    }

    private List<ServiceConfig> services(String region, int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> aws.cloudMap(region).createService("srv-" + region + "-" + i))
                .map(id -> ServiceConfig.of(id, region, List.of(US)).withFrequency(Duration.ofSeconds(1)))
                .toList();
    }

    private Running start(List<ServiceConfig> services) throws StartupException {
        Daemon daemon = Daemon.withoutFile(
                Config.DEFAULTS.withServices(services), AwsSettings.local(aws.endpoint()), reports::add);
        return new Running(daemon);
    }

    private static final class Running implements AutoCloseable {
        private final Daemon daemon;
        private final CompletableFuture<Boolean> ended;

        Running(Daemon daemon) {
            this.daemon = daemon;
            this.ended = CompletableFuture.supplyAsync(() -> {
                try {
                    return daemon.run();
                } catch (InterruptedException | InvalidConfigException e) {
                    throw new IllegalStateException(e);
                }
            });
        }

        @Override
        public void close() throws Exception {
            daemon.stop();
            ended.get(CALL.toSeconds(), TimeUnit.SECONDS);
            daemon.close();
        }
    }
}
