package io.github.cloudunmap.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;
import software.amazon.awssdk.services.servicediscovery.model.InstanceNotFoundException;
import software.amazon.awssdk.services.servicediscovery.model.InstanceSummary;
import software.amazon.awssdk.services.servicediscovery.model.InvalidInputException;
import software.amazon.awssdk.services.servicediscovery.model.ListInstancesResponse;
import software.amazon.awssdk.services.servicediscovery.model.Operation;
import software.amazon.awssdk.services.servicediscovery.model.OperationNotFoundException;
import software.amazon.awssdk.services.servicediscovery.model.OperationStatus;
import software.amazon.awssdk.services.servicediscovery.model.OperationTargetType;
import software.amazon.awssdk.services.servicediscovery.model.Service;
import software.amazon.awssdk.services.servicediscovery.model.ServiceNotFoundException;

/** What the program relies on in Cloud Map. */
interface CloudMapContract {
    String REGION = "us-east-1";

    AwsUnderTest aws();

    @Test
    default void listsARegisteredInstanceWithItsAttributes() {
        String service = createService(REGION);
        register(service, "i-1", "10.0.0.1");

        InstanceSummary instance = onlyInstance(service);

        assertThat(instance.id()).isEqualTo("i-1");
        assertThat(instance.attributes()).isEqualTo(Map.of("AWS_INSTANCE_IPV4", "10.0.0.1"));
    }

    @Test
    default void listsInPagesWithATokenUpToTheLast() {
        String service = createService(REGION);
        List<String> ids = List.of("i-1", "i-2", "i-3", "i-4", "i-5");
        ids.forEach(id -> register(service, id, "10.0.0.1"));

        List<Integer> sizes = new ArrayList<>();
        List<String> listed = new ArrayList<>();
        String token = null;
        do {
            ListInstancesResponse page = page(service, 2, token);
            sizes.add(page.instances().size());
            page.instances().forEach(each -> listed.add(each.id()));
            token = page.nextToken();
        } while (token != null);

        assertThat(sizes).containsExactly(2, 2, 1);
        assertThat(listed).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    default void givesNoTokenWhenTheLastPageIsFull() {
        String service = createService(REGION);
        register(service, "i-1", "10.0.0.1");
        register(service, "i-2", "10.0.0.1");

        assertThat(page(service, 2, null).nextToken()).isNull();
    }

    @Test
    default void listsNothingForAServiceWithoutInstances() {
        ListInstancesResponse page = page(createService(REGION), 100, null);

        assertThat(page.instances()).isEmpty();
        assertThat(page.nextToken()).isNull();
    }

    @Test
    default void replacesTheAttributesOfAKnownInstance() {
        aws().needsNo(Gap.REGISTERS_TWICE);
        String service = createService(REGION);
        register(service, "i-1", "10.0.0.1");
        register(service, "i-1", "10.0.0.2");

        assertThat(onlyInstance(service).attributes()).isEqualTo(Map.of("AWS_INSTANCE_IPV4", "10.0.0.2"));
    }

    @Test
    default void getsOneInstanceWithItsAttributes() {
        String service = createService(REGION);
        register(service, "i-1", "10.0.0.1");

        assertThat(cloudMap()
                        .getInstance(get -> get.serviceId(service).instanceId("i-1"))
                        .instance()
                        .attributes())
                .isEqualTo(Map.of("AWS_INSTANCE_IPV4", "10.0.0.1"));
    }

    @Test
    default void deregistersOneInstanceAndLeavesTheOthers() {
        String service = createService(REGION);
        register(service, "i-1", "10.0.0.1");
        register(service, "i-2", "10.0.0.2");

        ended(deregister(service, "i-1"));

        assertThat(onlyInstance(service).id()).isEqualTo("i-2");
    }

    @Test
    default void reportsHowADeregistrationEnded() {
        String service = createService(REGION);
        register(service, "i-1", "10.0.0.1");

        Operation operation = ended(deregister(service, "i-1"));

        assertThat(operation.status()).isEqualTo(OperationStatus.SUCCESS);
        assertThat(operation.targets()).containsEntry(OperationTargetType.INSTANCE, "i-1");
    }

    @Test
    default void knowsNoServiceOfAnotherId() {
        assertThatExceptionOfType(ServiceNotFoundException.class).isThrownBy(() -> page("srv-none", 100, null));
        assertThatExceptionOfType(ServiceNotFoundException.class).isThrownBy(() -> deregister("srv-none", "i-1"));
    }

    @Test
    default void refusesToDeregisterWhatIsNotRegistered() {
        String service = createService(REGION);

        assertThatExceptionOfType(InstanceNotFoundException.class).isThrownBy(() -> deregister(service, "i-1"));
    }

    @Test
    default void refusesToDeregisterTwice() {
        String service = createService(REGION);
        register(service, "i-1", "10.0.0.1");
        ended(deregister(service, "i-1"));

        assertThatExceptionOfType(InstanceNotFoundException.class).isThrownBy(() -> deregister(service, "i-1"));
    }

    @Test
    default void refusesToGetWhatIsNotRegistered() {
        String service = createService(REGION);

        assertThatExceptionOfType(InstanceNotFoundException.class)
                .isThrownBy(() ->
                        cloudMap().getInstance(get -> get.serviceId(service).instanceId("i-1")));
    }

    @Test
    default void knowsNoOperationOfAnotherId() {
        assertThatExceptionOfType(OperationNotFoundException.class)
                .isThrownBy(() -> cloudMap().getOperation(get -> get.operationId("none")));
    }

    @Test
    default void refusesPagesBeyondTheBounds() {
        aws().needsNo(Gap.NO_LIST_PAGE_BOUNDS);
        String service = createService(REGION);

        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> page(service, 0, null));
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> page(service, 101, null));
    }

    @Test
    default void refusesAPageTokenThatItDidNotGiveOut() {
        aws().needsNo(Gap.NO_LIST_TOKEN_CHECK);
        String service = createService(REGION);

        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> page(service, 100, "made-up"));
    }

    @Test
    default void namesTheAccountThatRegisteredAnInstance() {
        aws().needsNo(Gap.NO_CREATED_BY_ACCOUNT);
        String service = createService(REGION);
        register(service, "i-1", "10.0.0.1");

        assertThat(onlyInstance(service).createdByAccount()).matches("\\d{12}");
    }

    @Test
    default void takesAServiceByItsArn() {
        aws().needsNo(Gap.NO_SERVICE_ARN);
        Service service = service(REGION);
        register(service.id(), "i-1", "10.0.0.1");

        assertThat(onlyInstance(service.arn()).id()).isEqualTo("i-1");
    }

    @Test
    default void keepsTheServicesOfTwoRegionsApart() {
        String service = createService("eu-west-1");

        assertThatExceptionOfType(ServiceNotFoundException.class).isThrownBy(() -> page(service, 100, null));
    }

    @Test
    default void identifiesEveryCloudMapAnswer() {
        ListInstancesResponse answer = page(createService(REGION), 100, null);

        assertThat(answer.responseMetadata().requestId()).isNotEqualTo("UNKNOWN");
        assertThatExceptionOfType(ServiceNotFoundException.class)
                .isThrownBy(() -> page("srv-none", 100, null))
                .satisfies(error -> assertThat(error.requestId()).isNotBlank());
    }

    private ServiceDiscoveryClient cloudMap() {
        return aws().cloudMap(REGION);
    }

    private String createService(String region) {
        return service(region).id();
    }

    private Service service(String region) {
        ServiceDiscoveryClient client = aws().cloudMap(region);
        String name = "contract-" + System.nanoTime();
        String operation =
                client.createHttpNamespace(create -> create.name(name)).operationId();
        String namespace = Objects.requireNonNull(client.getOperation(get -> get.operationId(operation))
                .operation()
                .targets()
                .get(OperationTargetType.NAMESPACE));
        return client.createService(create -> create.name(name).namespaceId(namespace))
                .service();
    }

    private void register(String service, String id, String address) {
        ended(cloudMap()
                .registerInstance(
                        each -> each.serviceId(service).instanceId(id).attributes(Map.of("AWS_INSTANCE_IPV4", address)))
                .operationId());
    }

    private String deregister(String service, String id) {
        return cloudMap()
                .deregisterInstance(each -> each.serviceId(service).instanceId(id))
                .operationId();
    }

    private Operation ended(String operationId) {
        Operation operation;
        int polls = 0;
        do {
            operation =
                    cloudMap().getOperation(get -> get.operationId(operationId)).operation();
            polls++;
        } while (operation.status() != OperationStatus.SUCCESS
                && operation.status() != OperationStatus.FAIL
                && polls < 1000);
        return operation;
    }

    private ListInstancesResponse page(String service, int size, @Nullable String token) {
        return cloudMap()
                .listInstances(list -> list.serviceId(service).maxResults(size).nextToken(token));
    }

    private InstanceSummary onlyInstance(String service) {
        List<InstanceSummary> instances = page(service, 100, null).instances();
        assertThat(instances).hasSize(1);
        return instances.get(0);
    }
}
