package io.github.cloudunmap.selection;

import io.github.cloudunmap.config.SelectConfig;
import io.github.cloudunmap.config.SelectionConfig;
import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.selection.Catalog.Listed;
import io.github.cloudunmap.selection.Catalog.Namespace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asks Cloud Map which services each selection finds. Once Cloud Map has said that a service is in a namespace, the
 * reader remembers this for as long as the service is listed. So later readings do not ask for the service's namespace
 * again. Any thread may call it.
 */
public final class SelectionReader {
    /** Error codes after which a {@link Round} asks Cloud Map no more in the same region with the same role. */
    private static final Set<String> SILENT = Set.of("Timeout", "NoAnswer");

    private record Place(
            String region,
            @Nullable String roleArn,
            @Nullable String externalId) {
        static Place of(ServiceConfig settings) {
            return new Place(settings.serviceRegion(), settings.roleArn(), settings.externalId());
        }
    }

    private record NamespaceAt(Place place, String id) {}

    private final Function<ServiceConfig, Catalog> opening;
    /** The ids or ARNs of the services that are known to be in each namespace. */
    private final Map<NamespaceAt, Set<String>> members = new ConcurrentHashMap<>();

    /** @param opening opens Cloud Map's lists of namespaces and services for a selection's region and role */
    public SelectionReader(Function<ServiceConfig, Catalog> opening) {
        this.opening = opening;
    }

    /** Begins to read selections. A list of namespaces or services that several of them need is read once. */
    public Round round() {
        return new Round();
    }

    /** Reads several selections, one after the other. One thread uses and closes it. */
    public final class Round implements AutoCloseable {
        private final Map<Place, Catalog> catalogs = new HashMap<>();
        private final Map<Place, List<Namespace>> namespaces = new HashMap<>();
        private final Map<NamespaceAt, List<Listed>> services = new HashMap<>();
        private final Map<Place, ApiFailure> silent = new HashMap<>();

        private Round() {}

        /**
         * Returns the services that the selection finds, sorted by name.
         *
         * @throws ApiFailure if they could not be read, or if the namespace does not exist
         */
        public List<FoundService> read(SelectionConfig selection) {
            Place place = Place.of(selection.settings());
            ApiFailure before = silent.get(place);
            if (before != null) {
                throw before;
            }
            try {
                return read(selection.select(), place, selection.settings());
            } catch (ApiFailure e) {
                if (SILENT.contains(e.code())) {
                    silent.put(place, e);
                }
                throw e;
            }
        }

        private List<FoundService> read(SelectConfig select, Place place, ServiceConfig settings) {
            Catalog catalog = catalogs.computeIfAbsent(place, key -> opening.apply(settings));
            String namespace = select.isById() ? select.namespace() : idOf(select.namespace(), place, catalog);
            NamespaceAt at = new NamespaceAt(place, namespace.substring(namespace.lastIndexOf('/') + 1));
            List<FoundService> found = new ArrayList<>();
            for (Listed listed : listed(at, namespace, catalog)) {
                String id = select.isByArn() ? listed.arn() : listed.id();
                // The tags are checked before GetService is called. So an IAM policy can forbid GetService for all
                // services without these tags.
                if (Names.matchAny(select.names(), listed.name())
                        && hasTags(listed, select.tags(), catalog)
                        && isMember(id, at, catalog)) {
                    found.add(new FoundService(id, listed.name()));
                }
            }
            found.sort(Comparator.comparing(FoundService::name).thenComparing(FoundService::serviceId));
            return found;
        }

        private static boolean hasTags(Listed service, Map<String, String> wanted, Catalog catalog) {
            return wanted.isEmpty() || catalog.tags(service.arn()).entrySet().containsAll(wanted.entrySet());
        }

        private String idOf(String name, Place place, Catalog catalog) {
            List<String> ids = namespaces.computeIfAbsent(place, key -> catalog.namespaces()).stream()
                    .filter(namespace -> namespace.name().equals(name))
                    .map(Namespace::id)
                    .toList();
            if (ids.size() == 1) {
                return ids.get(0);
            }
            throw ids.isEmpty()
                    ? new ApiFailure(
                            "NamespaceNotFound",
                            "no namespace of this account in " + place.region + " is called " + name
                                    + "; one that another account shares has to be named by its ARN")
                    : new ApiFailure(
                            "AmbiguousNamespace",
                            ids.size() + " namespaces in " + place.region + " are called " + name
                                    + "; name one by its id: " + String.join(", ", ids));
        }

        private List<Listed> listed(NamespaceAt at, String namespace, Catalog catalog) {
            return services.computeIfAbsent(at, key -> {
                List<Listed> all = catalog.services(namespace);
                // Forget services that are not listed any more: a deleted service's id can come back in another
                // namespace.
                Set<String> ids =
                        all.stream().flatMap(service -> ids(service).stream()).collect(Collectors.toSet());
                members.computeIfAbsent(at, unused -> ConcurrentHashMap.newKeySet())
                        .retainAll(ids);
                return all;
            });
        }

        private static List<String> ids(Listed service) {
            return List.of(service.id(), service.arn());
        }

        /**
         * Whether the service is in the namespace. The list of the namespace's services does not prove this: an
         * endpoint that ignores the filter also lists services of other namespaces.
         */
        private boolean isMember(String service, NamespaceAt at, Catalog catalog) {
            Set<String> known = members.computeIfAbsent(at, unused -> ConcurrentHashMap.newKeySet());
            if (known.contains(service)) {
                return true;
            }
            boolean isMember = catalog.namespaceOf(service).equals(at.id);
            if (isMember) {
                known.add(service);
            }
            return isMember;
        }

        @Override
        public void close() {
            catalogs.values().forEach(Catalog::close);
        }
    }
}
