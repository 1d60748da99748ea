package io.github.cloudunmap.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.github.cloudunmap.aws.AwsBackend;
import io.github.cloudunmap.aws.AwsObserver;
import io.github.cloudunmap.aws.AwsSettings;
import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.SelectConfig;
import io.github.cloudunmap.config.SelectionConfig;
import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.fleet.DirectorySettings;
import io.github.cloudunmap.process.SystemTime;
import io.github.cloudunmap.process.Timeouts;
import io.github.cloudunmap.selection.FoundService;
import io.github.cloudunmap.selection.SelectionReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;
import software.amazon.awssdk.services.servicediscovery.model.ListServicesResponse;
import software.amazon.awssdk.services.servicediscovery.model.NamespaceFilter;
import software.amazon.awssdk.services.servicediscovery.model.NamespaceFilterName;
import software.amazon.awssdk.services.servicediscovery.model.NamespaceSummary;
import software.amazon.awssdk.services.servicediscovery.model.OperationTargetType;
import software.amazon.awssdk.services.servicediscovery.model.ResourceNotFoundException;
import software.amazon.awssdk.services.servicediscovery.model.Service;
import software.amazon.awssdk.services.servicediscovery.model.ServiceFilter;
import software.amazon.awssdk.services.servicediscovery.model.ServiceFilterName;
import software.amazon.awssdk.services.servicediscovery.model.ServiceNotFoundException;
import software.amazon.awssdk.services.servicediscovery.model.ServiceSummary;
import software.amazon.awssdk.services.servicediscovery.model.Tag;

/** What selections rely on in Cloud Map, and what they find there. */
interface SelectionContract {
    String REGION = "us-east-1";

    AwsUnderTest aws();

    @Test
    default void listsTheNamespacesOfTheAccount() {
        String name = name();
        String id = namespace(name);

        assertThat(cloudMap()
                        .listNamespaces(list -> list.filters(NamespaceFilter.builder()
                                .name(NamespaceFilterName.RESOURCE_OWNER)
                                .values("SELF")
                                .build()))
                        .namespaces())
                .filteredOn(namespace -> namespace.name().equals(name))
                .extracting(NamespaceSummary::id)
                .containsExactly(id);
    }

    @Test
    default void listsTheServicesOfOneNamespace() {
        aws().needsNo(Gap.NO_FILTERS_OF_LISTINGS);
        String one = namespace(name());
        Service service = service(one, "web", Map.of());
        service(namespace(name()), "web", Map.of());

        assertThat(page(one, 100, null).services())
                .extracting(ServiceSummary::id, ServiceSummary::arn, ServiceSummary::name)
                .containsExactly(tuple(service.id(), service.arn(), "web"));
    }

    @Test
    default void listsServicesInPages() {
        aws().needsNo(Gap.NO_PAGES_OF_LISTINGS);
        String namespace = namespace(name());
        for (int i = 0; i < 5; i++) {
            service(namespace, "api-" + i, Map.of());
        }
        List<String> names = new ArrayList<>();
        String token = null;
        int pages = 0;
        do {
            ListServicesResponse page = page(namespace, 2, token);
            page.services().forEach(service -> names.add(service.name()));
            token = page.nextToken();
            pages++;
        } while (token != null && pages < 100);

        assertThat(names).containsExactlyInAnyOrder("api-0", "api-1", "api-2", "api-3", "api-4");
        assertThat(pages).isGreaterThanOrEqualTo(3);
    }

    @Test
    default void showsTheNamespaceOfAService() {
        String namespace = namespace(name());
        Service service = service(namespace, "web", Map.of());

        Service shown = cloudMap().getService(get -> get.id(service.id())).service();

        assertThat(shown.namespaceId()).isEqualTo(namespace);
        assertThat(shown.id()).isEqualTo(service.id());
    }

    @Test
    default void failsForAnUnknownService() {
        assertThatExceptionOfType(ServiceNotFoundException.class)
                .isThrownBy(() -> cloudMap().getService(get -> get.id("srv-unknown")));
    }

    @Test
    default void listsTheTagsOfAService() {
        Service service = service(namespace(name()), "web", Map.of("unmap", "true"));

        assertThat(cloudMap()
                        .listTagsForResource(list -> list.resourceARN(service.arn()))
                        .tags())
                .containsExactly(Tag.builder().key("unmap").value("true").build());
    }

    @Test
    default void failsForTheTagsOfAnUnknownService() {
        aws().needsNo(Gap.NO_ERROR_FOR_TAGS_OF_NOTHING);
        Service service = service(namespace(name()), "web", Map.of());
        String unknown = service.arn().replace(service.id(), "srv-unknown");

        assertThatExceptionOfType(ResourceNotFoundException.class)
                .isThrownBy(() -> cloudMap().listTagsForResource(list -> list.resourceARN(unknown)));
    }

    @Test
    default void aSelectionFindsItsServicesAndNoOthers() {
        String name = name();
        String namespace = namespace(name);
        Service web = service(namespace, "web", Map.of("unmap", "true"));
        service(namespace, "web-old", Map.of("unmap", "false"));
        service(namespace, "db", Map.of("unmap", "true"));
        service(namespace(name()), "web", Map.of("unmap", "true"));

        for (String named : List.of(name, namespace)) {
            assertThat(found(new SelectConfig(named, List.of("web*"), Map.of("unmap", "true"))))
                    .containsExactly(new FoundService(web.id(), "web"));
        }
    }

    private List<FoundService> found(SelectConfig select) {
        ExecutorService requests = Executors.newCachedThreadPool();
        Timeouts timer = new Timeouts(requests);
        try (AwsBackend backend = new AwsBackend(
                        AwsSettings.local(aws().endpoint()),
                        requests,
                        timer,
                        DirectorySettings.of(Config.DEFAULTS),
                        40,
                        new SystemTime(),
                        AwsObserver.NONE);
                SelectionReader.Round round = new SelectionReader(backend::catalog).round()) {
            return round.read(new SelectionConfig(0, select, ServiceConfig.of("", REGION, List.of(REGION))));
        } finally {
            timer.shutdownNow();
            requests.shutdownNow();
        }
    }

    private ServiceDiscoveryClient cloudMap() {
        return aws().cloudMap(REGION);
    }

    private static String name() {
        return "contract-" + System.nanoTime();
    }

    private String namespace(String name) {
        String operation =
                cloudMap().createHttpNamespace(create -> create.name(name)).operationId();
        return Objects.requireNonNull(cloudMap()
                .getOperation(get -> get.operationId(operation))
                .operation()
                .targets()
                .get(OperationTargetType.NAMESPACE));
    }

    private Service service(String namespace, String name, Map<String, String> tags) {
        List<Tag> all = tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
        return cloudMap()
                .createService(
                        create -> create.name(name).namespaceId(namespace).tags(all))
                .service();
    }

    private ListServicesResponse page(String namespace, int size, @Nullable String token) {
        return cloudMap()
                .listServices(list -> list.maxResults(size)
                        .nextToken(token)
                        .filters(ServiceFilter.builder()
                                .name(ServiceFilterName.NAMESPACE_ID)
                                .values(namespace)
                                .build()));
    }
}
