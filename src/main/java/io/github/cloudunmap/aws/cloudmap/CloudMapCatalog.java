package io.github.cloudunmap.aws.cloudmap;

import io.github.cloudunmap.aws.call.AwsCall;
import io.github.cloudunmap.aws.call.RateLimiter;
import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.selection.Catalog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;
import software.amazon.awssdk.services.servicediscovery.model.ListNamespacesResponse;
import software.amazon.awssdk.services.servicediscovery.model.ListServicesResponse;
import software.amazon.awssdk.services.servicediscovery.model.NamespaceFilter;
import software.amazon.awssdk.services.servicediscovery.model.NamespaceFilterName;
import software.amazon.awssdk.services.servicediscovery.model.Service;
import software.amazon.awssdk.services.servicediscovery.model.ServiceFilter;
import software.amazon.awssdk.services.servicediscovery.model.ServiceFilterName;
import software.amazon.awssdk.services.servicediscovery.model.ServiceSummary;
import software.amazon.awssdk.services.servicediscovery.model.Tag;

/** Lists the namespaces and services of Cloud Map in one region with one identity. */
public final class CloudMapCatalog implements Catalog {
    /** Cloud Map's own maximum for {@code MaxResults} of ListNamespaces and ListServices. */
    private static final int PAGE = 100;
    /**
     * The most pages of namespaces or services that are read. If there are more, the call fails, because the pages may
     * have no end. Real namespaces and services fill far fewer pages. The rest leaves room for empty pages, which
     * Cloud Map may put between the others.
     */
    private static final int MOST_PAGES = 1000;

    private static final Pattern ID = Pattern.compile("[\\w:/.@+=-]{1,255}");

    /**
     * The rate limiters of the operations. All callers of one region and role share the limiters, because AWS
     * throttles these callers together.
     */
    public record Limits(RateLimiter namespaces, RateLimiter services, RateLimiter service, RateLimiter tags) {}

    /** One page of a list, and the token of the next page; null or empty on the last page. */
    private record Page<T>(List<T> elements, @Nullable String token) {}

    private final AwsCall calls;
    private final ServiceDiscoveryClient client;
    private final Limits limits;
    private final String region;
    private final Runnable closing;

    /** @param closing is called when the catalog is closed. It gives the client back: others may still use it */
    public CloudMapCatalog(
            AwsCall calls, ServiceDiscoveryClient client, Limits limits, String region, Runnable closing) {
        this.calls = calls;
        this.client = client;
        this.limits = limits;
        this.region = region;
        this.closing = closing;
    }

    @Override
    public List<Namespace> namespaces() {
        String what = "ListNamespaces in " + region;
        return all(what, token -> {
                    ListNamespacesResponse answer = calls.within(
                            what,
                            limits.namespaces,
                            () -> client.listNamespaces(request -> request.maxResults(PAGE)
                                    .nextToken(token)
                                    .filters(NamespaceFilter.builder()
                                            .name(NamespaceFilterName.RESOURCE_OWNER)
                                            .values("SELF")
                                            .build())));
                    if (!answer.hasNamespaces()) {
                        throw notCloudMaps(what);
                    }
                    return new Page<>(answer.namespaces(), answer.nextToken());
                })
                .stream()
                .map(namespace -> new Namespace(id(what, namespace.id()), text(namespace.name())))
                .distinct()
                .toList();
    }

    @Override
    public List<Listed> services(String namespace) {
        String what = "ListServices of namespace " + namespace + " in " + region;
        List<ServiceSummary> all = all(what, token -> {
            ListServicesResponse answer = calls.within(
                    what,
                    limits.services,
                    () -> client.listServices(request -> request.maxResults(PAGE)
                            .nextToken(token)
                            .filters(ServiceFilter.builder()
                                    .name(ServiceFilterName.NAMESPACE_ID)
                                    .values(namespace)
                                    .build())));
            if (!answer.hasServices()) {
                throw notCloudMaps(what);
            }
            return new Page<>(answer.services(), answer.nextToken());
        });
        // Keyed by id, because a service can be on two pages if services change while the list is read.
        Map<String, Listed> services = new LinkedHashMap<>();
        all.forEach(service -> {
            String id = id(what, service.id());
            services.put(id, new Listed(id, id(what, service.arn()), text(service.name())));
        });
        return List.copyOf(services.values());
    }

    @Override
    public String namespaceOf(String service) {
        String what = "GetService of service " + service + " in " + region;
        Service found = calls.within(what, limits.service, () -> client.getService(request -> request.id(service)))
                .service();
        if (found == null || !(service.equals(found.id()) || service.equals(found.arn()))) {
            throw new ApiFailure("UnreadableAnswer", what + ": the answer is not about this service");
        }
        return id(what, found.namespaceId());
    }

    @Override
    public Map<String, String> tags(String serviceArn) {
        String what = "ListTagsForResource of " + serviceArn;
        List<Tag> tags = calls.within(
                        what, limits.tags, () -> client.listTagsForResource(request -> request.resourceARN(serviceArn)))
                .tags();
        Map<String, String> byKey = new HashMap<>();
        tags.forEach(tag -> byKey.put(text(tag.key()), text(tag.value())));
        return byKey;
    }

    private <T> List<T> all(String what, Function<@Nullable String, Page<T>> page) {
        List<T> elements = new ArrayList<>();
        Set<String> tokens = new HashSet<>();
        String token = null;
        for (int number = 0; number < MOST_PAGES; number++) {
            Page<T> next = page.apply(token);
            elements.addAll(next.elements);
            token = next.token;
            if (token == null || token.isEmpty()) {
                return elements;
            } else if (!tokens.add(token)) {
                throw new ApiFailure("UnreadableAnswer", what + ": the token of a page came again, so it has no end");
            }
        }
        throw new ApiFailure("UnreadableAnswer", what + ": more than " + MOST_PAGES + " pages");
    }

    private static String id(String what, @Nullable String id) {
        if (id == null || !ID.matcher(id).matches()) {
            throw new ApiFailure("UnreadableAnswer", what + ": the answer has an element without an id");
        }
        return id;
    }

    private static String text(@Nullable String text) {
        return Objects.requireNonNullElse(text, "");
    }

    private static ApiFailure notCloudMaps(String what) {
        return new ApiFailure("UnreadableAnswer", what + ": the answer has no list, so it is not Cloud Map's");
    }

    @Override
    public void close() {
        closing.run();
    }
}
