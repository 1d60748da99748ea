package io.github.cloudunmap.simulation;

import io.github.cloudunmap.config.SelectConfig;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is true of Cloud Map's namespaces, and what was true some minutes ago. All times in nanoseconds. */
final class Namespaces {
    /** The only namespace that the services of a run are in, by the region of Cloud Map. */
    static final Map<String, String> IDS = Map.of("us-east-1", "ns-east", "eu-west-1", "ns-west");

    private static final int REMEMBERED = 40;

    /** A service. Its namespace never changes. */
    record Service(String id, String namespace, String name, Map<String, String> tags) {
        Service {
            tags = Map.copyOf(tags);
        }

        /** Whether a selection of its namespace means it, if Cloud Map shows it with these tags. */
        boolean isMeant(SelectConfig select, Map<String, String> shownTags) {
            return select.names().stream().anyMatch(this::isCalled)
                    && shownTags.entrySet().containsAll(select.tags().entrySet());
        }

        /** The globs of the simulation have no wildcard but a star at their end. */
        private boolean isCalled(String glob) {
            return glob.endsWith("*") ? name.startsWith(glob.substring(0, glob.length() - 1)) : name.equals(glob);
        }
    }

    private record Past(long until, Map<String, Service> services) {}

    private final Map<String, Service> services = new LinkedHashMap<>();
    /** The latest first. */
    private final Deque<Past> past = new ArrayDeque<>();

    static String name(String namespaceId) {
        return namespaceId.substring(3) + ".local";
    }

    void put(Service service, long now) {
        remember(now);
        services.put(service.id(), service);
    }

    void remove(String id, long now) {
        remember(now);
        services.remove(id);
    }

    private void remember(long now) {
        past.push(new Past(now, new LinkedHashMap<>(services)));
        if (past.size() > REMEMBERED) {
            past.removeLast();
        }
    }

    Collection<Service> now() {
        return List.copyOf(services.values());
    }

    @Nullable
    Service service(String id) {
        return services.get(id);
    }

    /** What was true at this time. */
    Map<String, Service> at(long time) {
        Map<String, Service> found = services;
        for (Past before : past) {
            if (before.until <= time) {
                break;
            }
            found = before.services;
        }
        return Map.copyOf(found);
    }

    /** The services that a selection is meant to find, by their ids. */
    List<String> meant(SelectConfig select) {
        return services.values().stream()
                .filter(service -> isOf(service, select.namespace()) && service.isMeant(select, service.tags()))
                .map(Service::id)
                .toList();
    }

    private static boolean isOf(Service service, String namespace) {
        return service.namespace().equals(namespace)
                || name(service.namespace()).equals(namespace);
    }
}
