package io.github.cloudunmap.inmemory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One Cloud Map service and its registrations. Not thread-safe: it is guarded by the lock of its region. */
final class CloudMapService {
    /**
     * One registration.
     *
     * @param createdBy the account that has registered the instance
     */
    record Registration(String id, Map<String, String> attributes, String createdBy) {
        Registration {
            attributes = Map.copyOf(attributes);
        }
    }

    /**
     * One page of registrations, in the order of their ids.
     *
     * @param last the last id on this page, after which the next page begins; null if no page follows
     */
    record Page(List<Registration> registrations, @Nullable String last) {}

    /** The most instances of a service: a quota of Cloud Map that AWS does not raise. */
    static final int MOST_INSTANCES = 1000;

    private final String id;
    private final NavigableMap<String, Registration> registrations = new TreeMap<>();

    CloudMapService(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    /**
     * Fails if this instance would exceed the quota. An instance that is already registered never exceeds the quota.
     */
    void checkRoomFor(String instanceId) {
        if (!registrations.containsKey(instanceId) && registrations.size() >= MOST_INSTANCES) {
            throw ApiError.badRequest(
                    "ResourceLimitExceeded", "The limit of " + MOST_INSTANCES + " instances in a service is reached");
        }
    }

    void put(Registration registration) {
        registrations.put(registration.id(), registration);
    }

    void remove(String instanceId) {
        registrations.remove(instanceId);
    }

    Optional<Registration> find(String instanceId) {
        return Optional.ofNullable(registrations.get(instanceId));
    }

    List<Registration> all() {
        return List.copyOf(registrations.values());
    }

    Page page(String afterId, int size) {
        List<Registration> page = new ArrayList<>();
        for (Registration registration : registrations.tailMap(afterId, false).values()) {
            if (page.size() == size) {
                return new Page(page, page.get(size - 1).id());
            }
            page.add(registration);
        }
        return new Page(page, null);
    }
}
