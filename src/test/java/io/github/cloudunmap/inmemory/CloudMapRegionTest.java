package io.github.cloudunmap.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.servicediscovery.model.Operation;
import software.amazon.awssdk.services.servicediscovery.model.OperationStatus;

final class CloudMapRegionTest extends HttpTest {
    private static final Map<String, String> ADDRESS = Map.of("AWS_INSTANCE_IPV4", "10.0.0.1");

    private final CloudMapRegion region = aws.cloudMap(US);

    @BeforeEach
    void register() {
        region.createService("srv-web");
        region.register("srv-web", "i-1", ADDRESS);
    }

    @Test
    void showsWhatIsRegistered() {
        region.register("srv-web", "i-0", Map.of());

        assertThat(region.instances("srv-web")).containsExactly(Map.entry("i-0", Map.of()), Map.entry("i-1", ADDRESS));
    }

    @Test
    void deregistersWithoutARequest() {
        region.deregister("srv-web", "i-1");

        assertThat(region.instances("srv-web")).isEmpty();
        assertThat(aws.calls().count()).isZero();
    }

    @Test
    void tellsOfEachRemovalThatItAccepts() {
        List<String> removed = new ArrayList<>();
        region.onAcceptedRemoval((service, instance) -> removed.add(service + "/" + instance));
        deregister("i-1");

        assertRefused(400, "InstanceNotFound", () -> deregister("i-1"));
        assertThat(removed).containsExactly("srv-web/i-1");
    }

    @Test
    void holdsAnOperationUntilReleased() {
        region.holdOperations();
        String operation = deregister("i-1");

        assertThat(operation(operation).status()).isEqualTo(OperationStatus.PENDING);
        assertThat(region.instances("srv-web")).containsKey("i-1");
        region.releaseOperations();
        assertThat(operation(operation).status()).isEqualTo(OperationStatus.SUCCESS);
        assertThat(region.instances("srv-web")).isEmpty();
    }

    @Test
    void refusesASecondOperationOnAnInstanceWhileOneIsPending() {
        region.holdOperations();
        deregister("i-1");

        assertRefused(400, "DuplicateRequest", () -> deregister("i-1"));
        assertRefused(
                400,
                "DuplicateRequest",
                () -> cloudMap.registerInstance(
                        each -> each.serviceId("srv-web").instanceId("i-1").attributes(ADDRESS)));
    }

    @Test
    void failsOperationsWithTheirReason() {
        region.failNextOperations(1, "ACCESS_DENIED", "no access to the hosted zone");
        Operation failed = operation(deregister("i-1"));

        assertThat(failed.status()).isEqualTo(OperationStatus.FAIL);
        assertThat(failed.errorCode()).isEqualTo("ACCESS_DENIED");
        assertThat(failed.errorMessage()).isEqualTo("no access to the hosted zone");
        assertThat(region.instances("srv-web")).containsKey("i-1");
        assertThat(operation(deregister("i-1")).status()).isEqualTo(OperationStatus.SUCCESS);
    }

    @Test
    void takesNoMoreThanAThousandInstancesInAService() {
        for (int i = 2; i <= 1000; i++) {
            region.register("srv-web", "i-" + i, ADDRESS);
        }

        region.register("srv-web", "i-1000", Map.of());
        assertThatExceptionOfType(ApiError.class)
                .isThrownBy(() -> region.register("srv-web", "i-1001", ADDRESS))
                .withMessage("The limit of 1000 instances in a service is reached");
        assertRefused(
                400,
                "ResourceLimitExceeded",
                () -> cloudMap.registerInstance(
                        each -> each.serviceId("srv-web").instanceId("i-1001").attributes(ADDRESS)));
    }

    @Test
    void createsAServiceOnce() {
        assertThatExceptionOfType(ApiError.class)
                .isThrownBy(() -> region.createService("srv-web"))
                .withMessage("Service already exists: srv-web");
    }

    private String deregister(String instance) {
        return cloudMap.deregisterInstance(each -> each.serviceId("srv-web").instanceId(instance))
                .operationId();
    }

    private Operation operation(String id) {
        return cloudMap.getOperation(each -> each.operationId(id)).operation();
    }
}
