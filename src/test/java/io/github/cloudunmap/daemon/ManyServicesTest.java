package io.github.cloudunmap.daemon;

import static io.github.cloudunmap.daemon.LocalAws.EU;
import static io.github.cloudunmap.daemon.LocalAws.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.aws.AwsSettings;
import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.InvalidConfigException;
import io.github.cloudunmap.config.yaml.ConfigLoader;
import io.github.cloudunmap.inmemory.Hang;
import io.github.cloudunmap.inmemory.InMemoryAws;
import io.github.cloudunmap.reconcile.ReconcileReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One file with 300 services and 4 workers. */
@Tag("long")
final class ManyServicesTest {
    private static final int SERVICES = 300;
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final InMemoryAws aws = InMemoryAws.start();
    private final Queue<ReconcileReport> reports = new ConcurrentLinkedQueue<>();
    private final CountDownLatch othersReported = new CountDownLatch(SERVICES - 1);

    @AfterEach
    void close() {
        aws.close();
    }

    @Test
    void reconcilesThemAllWithAtMostFourPassesInFlight() throws Exception {
        aws.on("ListInstances", US).latency(Duration.ofMillis(20));
        try (Daemon daemon = Daemon.withoutFile(config(), AwsSettings.local(aws.endpoint()), reports::add)) {
            assertThat(daemon.runOnce()).isTrue();
        }

        assertThat(reports).hasSize(SERVICES);
        assertThat(aws.calls().mostAtOnce("ListInstances", US)).isBetween(2, 4);
        assertThat(aws.calls().count("DeregisterInstance")).isEqualTo(SERVICES);
    }

    @Test
    void keepsOneWorkerAtMostBusyWithAServiceWhoseRegionHangs() throws Exception {
        Config config = config();
        try (Hang hang = aws.on("DescribeInstances", EU).hang();
                Daemon daemon = Daemon.withoutFile(config, AwsSettings.local(aws.endpoint()), report -> {
                    reports.add(report);
                    othersReported.countDown();
                })) {
            CompletableFuture<Boolean> run = CompletableFuture.supplyAsync(() -> runOnce(daemon));
            hang.awaitArrivals(1, DEADLINE);

            // All others are through while the first service's region still hangs.
            assertThat(othersReported.await(DEADLINE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(reports).extracting(ReconcileReport::serviceId).doesNotContain("srv-0");
            hang.release();
            assertThat(run.get(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
        assertThat(reports).hasSize(SERVICES);
    }

    private static boolean runOnce(Daemon daemon) {
        try {
            return daemon.runOnce();
        } catch (InterruptedException | InvalidConfigException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every service has two instances, one of them terminated; the first service's are in another region. */
    private Config config() throws Exception {
        String services = IntStream.range(0, SERVICES)
                .mapToObj(i -> service("srv-" + i, i == 0 ? EU : US, i))
                .collect(Collectors.joining());
        return ConfigLoader.parse("test.yaml", "workers: 4\nservices:\n" + services);
    }

    private String service(String id, String region, int number) {
        aws.cloudMap(US).createService(id);
        for (int host : List.of(1, 2)) {
            String address = "10." + number / 250 + "." + number % 250 + "." + host;
            String instance = aws.ec2(region).launch(address);
            aws.cloudMap(US).register(id, instance, Map.of("AWS_INSTANCE_IPV4", address));
            if (host == 2) {
                aws.ec2(region).terminate(instance);
            }
        }
        return "  - { service-id: %s, service-region: us-east-1, instances-regions: [%s] }%n".formatted(id, region);
    }
}
