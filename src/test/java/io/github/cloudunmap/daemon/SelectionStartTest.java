package io.github.cloudunmap.daemon;

import static io.github.cloudunmap.daemon.LocalAws.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.aws.AwsSettings;
import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.yaml.ConfigLoader;
import io.github.cloudunmap.inmemory.CloudMapRegion;
import io.github.cloudunmap.inmemory.InMemoryAws;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long a start takes that finds its services, with AWS's limits in force. {@code -Dunmap.namespaces=40
 * -Dunmap.services=50} measures 2,000 services.
 */
@Tag("long")
final class SelectionStartTest {
    private static final int NAMESPACES = Integer.getInteger("unmap.namespaces", 10);
    private static final int SERVICES = Integer.getInteger("unmap.services", 5);
    private static final Duration DEADLINE = Duration.ofMinutes(9);

    private final InMemoryAws aws = InMemoryAws.start();

    @TempDir
    Path state;

    @AfterEach
    void close() {
        aws.close();
    }

    @Test
    void findsEveryServiceBelowTheRatesOfAwsAndBeginsAtOnceAfterARestart() throws Exception {
        CloudMapRegion cloudMap = aws.cloudMap(US);
        StringBuilder yaml = new StringBuilder(
                "state-directory: " + state + "\nmax-services: 10000\n"
                        + "defaults: { service-region: us-east-1, instances-regions: [us-east-1], frequency: 1d }\nservices:\n");
        for (int n = 0; n < NAMESPACES; n++) {
            String namespace = cloudMap.catalog().createNamespace("n" + n + ".local");
            yaml.append("  - select: { namespace: n").append(n).append(".local }\n");
            for (int i = 0; i < SERVICES; i++) {
                cloudMap.createService("srv-" + n + "-" + i, namespace, "api-" + i);
            }
        }
        aws.limits().setKnown();
        Config config = ConfigLoader.parse("unmap.yaml", yaml.toString());

        System.out.println("first start: " + start(config));
        assertThat(aws.calls().log().stream().filter(call -> call.errorCode() != null))
                .isEmpty();
        aws.calls().reset();
        System.out.println("restart with state: " + start(config));
    }

    /** Starts the program, waits for a pass of every service, and stops it. */
    private String start(Config config) throws Exception {
        long startedAt = System.nanoTime();
        Set<String> passed = ConcurrentHashMap.newKeySet();
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch all = new CountDownLatch(NAMESPACES * SERVICES);
        try (Daemon daemon = Daemon.withoutFile(config, AwsSettings.local(aws.endpoint()), report -> {
            first.countDown();
            if (passed.add(report.serviceId())) {
                all.countDown();
            }
        })) {
            CompletableFuture<Boolean> ended = CompletableFuture.supplyAsync(() -> {
                try {
                    return daemon.run();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(first.await(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            double firstAfter = (System.nanoTime() - startedAt) / 1e9;
            long listed = aws.calls().count("ListServices");
            assertThat(all.await(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            double allAfter = (System.nanoTime() - startedAt) / 1e9;
            daemon.stop();
            assertThat(ended.join()).isTrue();
            return String.format(
                    "%d services in %d namespaces: first pass after %.1f s and %d ListServices, all after %.1f s;"
                            + " %d ListNamespaces, %d ListServices, %d GetService",
                    NAMESPACES * SERVICES,
                    NAMESPACES,
                    firstAfter,
                    listed,
                    allAfter,
                    aws.calls().count("ListNamespaces"),
                    aws.calls().count("ListServices"),
                    aws.calls().count("GetService"));
        }
    }
}
