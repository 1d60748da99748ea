package io.github.cloudunmap.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.fleet.DirectorySettings;
import io.github.cloudunmap.reconcile.DeregistrationLimit;
import io.github.cloudunmap.reconcile.ServicePolicy.IdRule;
import io.github.cloudunmap.reconcile.VirtualTime;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AwsBackendTest {
    private static final String US = "us-east-1";
    /** The SDK makes no client for it. */
    private static final String NO_REGION = "";

    private final List<String> clients = new ArrayList<>();
    private final ScheduledExecutorService timeouts = Executors.newSingleThreadScheduledExecutor();
    private final AwsBackend backend = new AwsBackend(
            AwsSettings.local(URI.create("http://127.0.0.1:1")),
            Runnable::run,
            timeouts,
            new DirectorySettings(Duration.ZERO, Duration.ZERO),
            40,
            new VirtualTime(),
            new AwsObserver() {
                @Override
                public void expected(Operation operation) {
                    clients.add(operation.name() + " in " + operation.region());
                }

                @Override
                public void requested(Operation operation, boolean success, int retries, int throttles) {}

                @Override
                public void lookedUp(String region, int hits, int misses) {}

                @Override
                public void read(String region, ReadMode way, int times) {}

                @Override
                public void suspected(String region, int change) {}
            });

    @AfterEach
    void close() {
        backend.close();
        timeouts.shutdownNow();
    }

    @Test
    void sharesClientsAmongServices() {
        backend.open(service(US));
        clients.clear();

        backend.open(service(US));

        assertThat(clients).isEmpty();
    }

    @Test
    void assumesARoleThroughOneRegionForAll() {
        backend.open(service(US, "eu-west-1"));

        assertThat(clients)
                .contains("DescribeInstances in eu-west-1")
                .filteredOn(client -> client.startsWith("AssumeRole"))
                .containsExactly("AssumeRole in us-east-1");
    }

    @Test
    void keepsNoClientOfAServiceThatCannotBeOpened() {
        assertThatThrownBy(() -> backend.open(service(US, NO_REGION))).isInstanceOf(RuntimeException.class);
        assertThat(clients)
                .contains("ListInstances in us-east-1", "DescribeInstances in us-east-1", "AssumeRole in us-east-1");
        clients.clear();

        backend.open(service(US));

        assertThat(clients)
                .contains("ListInstances in us-east-1", "DescribeInstances in us-east-1", "AssumeRole in us-east-1");
    }

    private static ServiceConfig service(String... regions) {
        return new ServiceConfig(
                "srv-web",
                US,
                Arrays.asList(regions),
                Duration.ofMinutes(5),
                DeregistrationLimit.NONE,
                Duration.ZERO,
                Duration.ZERO,
                "arn:aws:iam::123456789012:role/unmap",
                null,
                false,
                IdRule.ANY,
                false);
    }
}
