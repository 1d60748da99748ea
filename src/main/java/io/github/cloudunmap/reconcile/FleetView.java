package io.github.cloudunmap.reconcile;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a pass knows of EC2 at one moment.
 *
 * @param listedAt when the pass had read {@code ListInstances} to its last page, in nanoseconds: a stale verdict rests
 *     on answers requested since
 * @param sightings by EC2 id, at most one a region
 * @param accounts the accounts that EC2 is seen to be read with; empty until an instance was seen
 * @param aliveElsewhere by EC2 id that has no instance here, the region where it was seen alive within a day
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

    /** A view of regions beside which there is no other. */
    public FleetView(long listedAt, Map<String, List<Sighting>> sightings, Set<String> accounts) {
        this(listedAt, sightings, accounts, Map.of());
    }

    /**
     * Whether any sighting shows that EC2 is read with these accounts, so that it does not rest on an older pass
     * alone.
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
     * Those that a stale verdict can rest on: what was requested before the list may be older than the registration.
     */
    List<Sighting> fresh(String ec2Id) {
        return of(ec2Id).stream().filter(this::isFresh).toList();
    }

    /** This view without what was requested before the list. */
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

    /** This view with newer answers of a region in the place of its older ones. */
    FleetView with(String region, Map<String, Sighting> answers, Set<String> accountsNow) {
        Map<String, List<Sighting>> merged = new HashMap<>(sightings);
        answers.forEach(
                (id, answer) -> merged.merge(id, List.of(answer), (known, added) -> replace(known, region, answer)));
        Map<String, String> alive = new HashMap<>(aliveElsewhere);
        alive.keySet().removeAll(answers.keySet());
        return new FleetView(listedAt, merged, accountsNow, alive);
    }

    /** This view, where these have no instance here but were seen alive in another region. */
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
