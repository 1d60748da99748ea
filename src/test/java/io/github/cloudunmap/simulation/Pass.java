package io.github.cloudunmap.simulation;

import io.github.cloudunmap.reconcile.RegisteredInstance;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A pass, as its calls show it. All times in nanoseconds. */
final class Pass {
    final ServiceSettings settings;
    private final long begunAt;
    final Map<String, Map<String, String>> announced = new HashMap<>();
    final Set<String> removals = new HashSet<>();
    private final Map<String, Long> gotAt = new HashMap<>();
    private List<RegisteredInstance> listed = List.of();
    private long listedAt = Machine.NEVER;
    private long latestListAt = Machine.NEVER;
    private boolean failedToRead;

    Pass(ServiceSettings settings, long begunAt) {
        this.settings = settings;
        this.begunAt = begunAt;
    }

    long begunAt() {
        return begunAt;
    }

    String serviceId() {
        return settings.serviceId();
    }

    /**
     * The first list is what the pass judges; later ones are read before removals, in place of a denied GetInstance.
     *
     * @return whether this is the list that the pass judges
     */
    boolean listed(List<RegisteredInstance> list, long requestedAt, long now) {
        boolean isJudged = listedAt == Machine.NEVER;
        if (isJudged) {
            listed = List.copyOf(list);
            listedAt = now;
        }
        latestListAt = requestedAt;
        return isJudged;
    }

    void listFailed() {
        failedToRead |= listedAt == Machine.NEVER;
    }

    void got(String id, long requestedAt) {
        gotAt.put(id, requestedAt);
    }

    boolean isListed() {
        return listedAt != Machine.NEVER && !failedToRead;
    }

    /** When the list that the pass judges had been read. */
    long listedAt() {
        return listedAt;
    }

    /** A list may show an id twice. */
    List<RegisteredInstance> listed(String id) {
        return listed.stream().filter(instance -> instance.id().equals(id)).toList();
    }

    /** How many ids are for EC2 to vouch for. */
    long judged() {
        return listed.stream()
                .filter(instance -> Promise.isJudged(settings, instance))
                .map(RegisteredInstance::id)
                .distinct()
                .count();
    }

    /** How many ids have an address. */
    int addressed() {
        return (int) listed.stream()
                .filter(instance ->
                        !Names.addresses(instance, settings.families()).isEmpty())
                .map(RegisteredInstance::id)
                .distinct()
                .count();
    }

    /** When the last reading of this registration was requested. */
    long cloudMapReadAt(String id) {
        return Math.max(gotAt.getOrDefault(id, latestListAt), latestListAt);
    }
}
