package io.github.cloudunmap.reconcile;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The answers from EC2 that a pass has received so far.
 *
 * @param listedAt when the pass had read {@code ListInstances} to its last page, in monotonic nanoseconds; for the
 *     last readings before a removal, when these began. A stale verdict rests only on answers that were requested
 *     since then
 * @param sightings by EC2 id, at most one sighting from each region
 * @param accounts the accounts that EC2 answers for: the owners of the instances in its answers. Empty until an answer
 *     has shown an instance
 * @param aliveElsewhere by EC2 id, a region that has shown the id alive to any service within about the last day, and
 *     that this service does not read, or not with its role. The map has only ids that were missing in the answer of
 *     at least one region that this service reads
 */
public record FleetView(
        long listedAt,
        Map<String, List<Sighting>> sightings,
        Set<String> accounts,
        Map<String, String> aliveElsewhere) {
    public FleetView {
        sightings = Map.copyOf(sightings);
        accounts = Set.copyOf(accounts);
        aliveElsewhere = Map.copyOf(aliveElsewhere);
    }

    /** A view that notes no id as alive in another region: {@code aliveElsewhere} is empty. */
    public FleetView(long listedAt, Map<String, List<Sighting>> sightings, Set<String> accounts) {
        this(listedAt, sightings, accounts, Map.of());
    }

    /**
     * Whether a sighting in this view shows an instance of one of the view's accounts. If none does, the accounts come
     * only from answers that are not in this view.
     */
    boolean showsItsAccounts() {
        return sightings.values().stream()
                .flatMap(List::stream)
                .flatMap(sighting -> sighting.instance().stream())
                .anyMatch(instance -> accounts.contains(instance.ownerId()));
    }

    List<Sighting> of(String ec2Id) {
        return sightings.getOrDefault(ec2Id, List.of());
    }

    /**
     * Returns the sightings that a stale verdict can rest on: those from answers by id that were requested after the
     * list had been read to the end. An answer that was requested earlier may be older than the registration.
     */
    List<Sighting> fresh(String ec2Id) {
        return of(ec2Id).stream().filter(this::isFresh).toList();
    }

    /**
     * Returns a view of only the answers that were requested after the last page of {@code ListInstances} had arrived.
     */
    FleetView sinceTheList() {
        Map<String, List<Sighting>> recent = new HashMap<>();
        sightings.forEach((id, answers) -> recent.put(
                id,
                answers.stream()
                        .filter(answer -> answer.evidence().isSince(listedAt))
                        .toList()));
        return new FleetView(listedAt, recent, accounts);
    }

    private boolean isFresh(Sighting sighting) {
        return sighting.evidence().settlesSince(listedAt);
    }

    /** Returns this view with newer answers of one region. They replace its older answers for the same ids. */
    FleetView with(String region, Map<String, Sighting> answers, Set<String> accountsNow) {
        Map<String, List<Sighting>> merged = new HashMap<>(sightings);
        answers.forEach(
                (id, answer) -> merged.merge(id, List.of(answer), (known, added) -> replace(known, region, answer)));
        Map<String, String> alive = new HashMap<>(aliveElsewhere);
        alive.keySet().removeAll(answers.keySet());
        return new FleetView(listedAt, merged, accountsNow, alive);
    }

    /**
     * Returns this view with a note that these ids are alive elsewhere: each in a region that this service does not
     * read, or not with its role.
     *
     * @param regions the region by EC2 id
     */
    FleetView withAliveElsewhere(Map<String, String> regions) {
        Map<String, String> alive = new HashMap<>(aliveElsewhere);
        alive.putAll(regions);
        return new FleetView(listedAt, sightings, accounts, alive);
    }

    private static List<Sighting> replace(List<Sighting> known, String region, Sighting answer) {
        return Stream.concat(known.stream().filter(s -> !s.evidence().region().equals(region)), Stream.of(answer))
                .toList();
    }
}
