package io.github.cloudunmap.daemon;

import static io.github.cloudunmap.daemon.LocalAws.EU;
import static io.github.cloudunmap.daemon.LocalAws.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.aws.AwsSettings;
import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.inmemory.InMemoryAws;
import io.github.cloudunmap.reconcile.ReconcileReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How the rate of reads keeps to what AWS grants. */
@Timeout(120)
final class RequestRateTest {
    private static final int SERVICES = 120;

    private final InMemoryAws aws = InMemoryAws.start();
    private final Queue<String> passed = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() {
        aws.close();
    }

    /** The bucket of AWS has 50 tokens, so an unlimited round of so many services would be throttled. */
    @Test
    void awsThrottlesNoListOfARoundOfManyServices() throws Exception {
        aws.limits().setKnown();
        List<ServiceConfig> services = services(US, SERVICES);

        assertThat(runOnce(services)).isTrue();

        assertThat(aws.calls().count("ListInstances")).isEqualTo(SERVICES);
        assertThat(aws.calls().errors("ListInstances", "ThrottlingException")).isZero();
    }

    @Test
    void servicesOfAnotherRegionDoNotWaitForTheTurnsOfThisOne() throws Exception {
        List<ServiceConfig> services = new ArrayList<>(services(US, SERVICES));
        services.addAll(services(EU, 5));

        assertThat(runOnce(services)).isTrue();

        // Twenty of this region are a burst, and the others of it come later.
        List<String> order = List.copyOf(passed);
        assertThat(order.subList(0, SERVICES / 2)).contains("srv-eu-west-1-0", "srv-eu-west-1-4");
    }

    /** Five pages each, of which only the first takes a turn beforehand. */
    @Test
    void furtherPagesMakeTheNextListsWait() throws Exception {
        aws.limits().set("ListInstances", 50, 60);
        List<ServiceConfig> services = services(US, 20);
        services.forEach(service -> register(service.serviceId(), 401));

        assertThat(runOnce(services)).isTrue();

        assertThat(aws.calls().count("ListInstances")).isEqualTo(100);
        assertThat(aws.calls().errors("ListInstances", "ThrottlingException")).isZero();
    }

    private void register(String service, int registrations) {
        for (int i = 0; i < registrations; i++) {
            aws.cloudMap(US).register(service, "name-" + i, Map.of("AWS_INSTANCE_IPV4", "10.0.0.1"));
        }
    }

    private List<ServiceConfig> services(String region, int number) {
        List<ServiceConfig> services = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            String id = aws.cloudMap(region).createService("srv-" + region + "-" + i);
            services.add(ServiceConfig.of(id, region, List.of(US)));
        }
        return services;
    }

    private boolean runOnce(List<ServiceConfig> services) throws Exception {
        try (Daemon daemon = Daemon.withoutFile(
                Config.DEFAULTS.withServices(services), AwsSettings.local(aws.endpoint()), this::passed)) {
            return daemon.runOnce();
        }
    }

    private void passed(ReconcileReport report) {
        passed.add(report.serviceId());
    }
}
