package io.github.cloudunmap.reconcile;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Asks EC2 for the answers that one pass needs. Cached answers come first. Then up to three steps follow, each only if
 * a verdict is still open. Step 1 asks for ids that have no answer, with a scan or by id. Step 2 asks by id for fresh
 * answers. Steps 1 and 2 ask for an id only in regions whose latest answer showed it alive, if there are any.
 * Otherwise they ask in all regions whose answers a verdict still needs. Step 3 asks by id in all these regions.
 */
final class Lookup {
    /** The longest wait for an answer. A single call to AWS, with its retries, ends sooner. */
    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(10);
    /** How many registrations {@link #seeAgain} looks up first. If none is matched or unknown, the rest follow. */
    private static final int FIRST_SEEN_AGAIN = 20;

    private interface Ask {
        CompletableFuture<Map<String, Sighting>> of(InstanceDirectory directory, Set<String> ids, long notBefore);
    }

    /** One step of the look-up: asks EC2 for ids that verdicts still need, and returns the view with the answers. */
    private interface Step {
        FleetView after(Map<String, Set<String>> open, FleetView fleet, Map<String, ApiFailure> failures);
    }

    private final List<Step> steps = List.of(
            (open, fleet, failures) ->
                    ask(whereRemembered(notSeenIn(fleet, open)), fleet, failures, InstanceDirectory::find),
            (open, fleet, failures) -> ask(whereRemembered(open), fleet, failures, InstanceDirectory::lookUp),
            (open, fleet, failures) -> ask(open, fleet, failures, InstanceDirectory::lookUp));
    private final Planner planner;
    private final Map<String, InstanceDirectory> directories;
    private final TimeSource time;

    Lookup(Planner planner, List<InstanceDirectory> directories, TimeSource time) {
        this.planner = planner;
        this.directories = directories.stream()
                .collect(Collectors.toMap(InstanceDirectory::region, d -> d, (a, b) -> a, LinkedHashMap::new));
        this.time = time;
    }

    /**
     * Asks EC2 until no verdict is open, and returns the answers.
     *
     * @param listedAt when the list of the service was complete, in monotonic nanoseconds
     * @throws ApiFailure if a region that a verdict or the rule "never all" needs could not be read in full
     */
    FleetView settle(List<RegisteredInstance> registered, long listedAt) {
        Map<String, ApiFailure> failures = new HashMap<>();
        FleetView fleet = new FleetView(listedAt, cached(registered), accounts());
        fleet = close(registered, fleet, failures);
        Map<String, Set<String>> foreign = ofOtherAccounts(registered, fleet);
        if (!foreign.isEmpty() && !fleet.showsItsAccounts()) {
            // No answer in this view shows an instance of the account that EC2 last answered for. The credentials may
            // have changed, and registrations of other accounts may not be foreign any more. Ask EC2 for them too.
            fleet = close(registered, ask(foreign, fleet, failures, InstanceDirectory::find), failures);
        }
        return seeAgain(registered, fleet, failures);
    }

    private FleetView close(List<RegisteredInstance> registered, FleetView before, Map<String, ApiFailure> failures) {
        FleetView fleet = before;
        Map<String, Set<String>> open = open(registered, fleet);
        for (Step step : steps) {
            if (open.isEmpty()) {
                break;
            }
            fleet = step.after(open, fleet, failures);
            // Judge all again: EC2 may now show another account, whose registrations are then not foreign.
            open = open(registered, fleet);
        }
        open.keySet().stream().sorted().findFirst().ifPresent(region -> {
            throw failures.getOrDefault(
                    region,
                    new ApiFailure("UnreadableAnswer", "the answer from EC2 in " + region + " is not complete"));
        });
        return fleet;
    }

    /** Before "never all" refuses the pass, asks EC2 again for the registrations of {@link Planner#toSeeAgain}. */
    private FleetView seeAgain(
            List<RegisteredInstance> registered, FleetView before, Map<String, ApiFailure> failures) {
        FleetView fleet = before;
        List<RegisteredInstance> kept = planner.toSeeAgain(registered, fleet);
        for (int most : List.of(FIRST_SEEN_AGAIN, Integer.MAX_VALUE)) {
            if (!kept.isEmpty()) {
                fleet = ask(whereShown(kept, most, fleet), fleet, failures, InstanceDirectory::lookUp);
                fleet = close(registered, fleet, failures);
                kept = planner.toSeeAgain(registered, fleet);
            }
        }
        if (!kept.isEmpty()) {
            failures.keySet().stream().min(Comparator.naturalOrder()).ifPresent(region -> {
                throw failures.get(region);
            });
        }
        return fleet;
    }

    /** Returns the EC2 ids of the first {@code most} registrations, by the regions that answered for them. */
    private static Map<String, Set<String>> whereShown(List<RegisteredInstance> kept, int most, FleetView fleet) {
        Map<String, Set<String>> whereShown = new HashMap<>();
        kept.stream()
                .limit(most)
                .flatMap(instance -> instance.lookupIds().stream())
                .forEach(id -> fleet.of(id)
                        .forEach(sighting -> whereShown
                                .computeIfAbsent(sighting.evidence().region(), region -> new HashSet<>())
                                .add(id)));
        return whereShown;
    }

    /** Returns, for every region, the ids to ask for of registrations by accounts that EC2 does not answer for. */
    private Map<String, Set<String>> ofOtherAccounts(List<RegisteredInstance> registered, FleetView fleet) {
        Set<String> ids = registered.stream()
                .filter(instance -> Ownership.isOfOtherAccount(instance, fleet))
                .flatMap(instance -> instance.lookupIds().stream())
                .collect(Collectors.toSet());
        return ids.isEmpty()
                ? Map.of()
                : directories.keySet().stream().collect(Collectors.toMap(region -> region, region -> ids));
    }

    /**
     * Looks up only these registrations, by id in every region. All requests are sent at {@code notBefore} or later.
     *
     * @throws ApiFailure if a region could not be read in full
     */
    FleetView readAgain(List<RegisteredInstance> registered, long notBefore) {
        Set<String> ids = ids(registered);
        Map<String, Set<String>> everywhere =
                directories.keySet().stream().collect(Collectors.toMap(region -> region, region -> ids));
        Map<String, ApiFailure> failures = new LinkedHashMap<>();
        FleetView fleet =
                ask(everywhere, new FleetView(notBefore, Map.of(), accounts()), failures, InstanceDirectory::lookUp);
        failures.values().stream().findFirst().ifPresent(failure -> {
            throw failure;
        });
        return fleet;
    }

    private Map<String, List<Sighting>> cached(List<RegisteredInstance> registered) {
        Set<String> ids = ids(registered);
        Map<String, List<Sighting>> sightings = new HashMap<>();
        for (InstanceDirectory directory : directories.values()) {
            directory.cached(ids).forEach((id, sighting) -> sightings.merge(id, List.of(sighting), Lookup::both));
        }
        return sightings;
    }

    private static Set<String> ids(List<RegisteredInstance> registered) {
        return registered.stream()
                .flatMap(instance -> instance.lookupIds().stream())
                .collect(Collectors.toSet());
    }

    private static List<Sighting> both(List<Sighting> some, List<Sighting> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    private Set<String> accounts() {
        return directories.values().stream()
                .flatMap(directory -> directory.accounts().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns, by region, the ids that EC2 still has to answer for before every registration has its verdict. */
    private Map<String, Set<String>> open(List<RegisteredInstance> registered, FleetView fleet) {
        Map<String, Set<String>> open = new HashMap<>();
        for (RegisteredInstance instance : registered) {
            if (planner.judge(instance, fleet) instanceof Verdict.Open undecided) {
                undecided
                        .idsByRegion()
                        .forEach((region, ids) -> open.computeIfAbsent(region, r -> new HashSet<>())
                                .addAll(ids));
            }
        }
        return open;
    }

    /** Leaves out ids whose answer did not suffice: {@code find} could return the same cached answer again. */
    private static Map<String, Set<String>> notSeenIn(FleetView fleet, Map<String, Set<String>> open) {
        Map<String, Set<String>> unseen = new HashMap<>();
        open.forEach((region, ids) -> unseen.put(
                region, ids.stream().filter(id -> fleet.of(id).isEmpty()).collect(Collectors.toSet())));
        return unseen;
    }

    /** Keeps an id only under regions whose latest answer showed it alive. If none did, the id stays under all. */
    private Map<String, Set<String>> whereRemembered(Map<String, Set<String>> open) {
        Map<String, Set<String>> narrowed = new HashMap<>();
        open.forEach((region, ids) -> narrowed.put(
                region,
                ids.stream()
                        .filter(id ->
                                Objects.requireNonNull(directories.get(region)).remembers(id)
                                        || directories.values().stream().noneMatch(d -> d.remembers(id)))
                        .collect(Collectors.toSet())));
        return narrowed;
    }

    /** Sends the requests to all regions except those in {@code failures}, and then waits for the answers. */
    private FleetView ask(
            Map<String, Set<String>> idsByRegion, FleetView before, Map<String, ApiFailure> failures, Ask ask) {
        Map<String, CompletableFuture<Map<String, Sighting>>> answers = new LinkedHashMap<>();
        for (InstanceDirectory directory : directories.values()) {
            Set<String> ids = idsByRegion.getOrDefault(directory.region(), Set.of());
            if (!ids.isEmpty() && !failures.containsKey(directory.region())) {
                answers.put(directory.region(), ask.of(directory, ids, before.listedAt()));
            }
        }
        FleetView fleet = before;
        for (var answer : answers.entrySet()) {
            try {
                Map<String, Sighting> sightings =
                        time.await("EC2 in " + answer.getKey(), answer.getValue(), LONGEST_ANSWER);
                fleet = fleet.with(answer.getKey(), sightings, accounts())
                        .withAliveElsewhere(aliveElsewhere(sightings));
            } catch (ApiFailure failure) {
                failures.put(answer.getKey(), failure);
            }
        }
        return fleet;
    }

    /** Returns the regions where {@link InstanceDirectory#aliveElsewhere} finds ids that these answers do not show. */
    private Map<String, String> aliveElsewhere(Map<String, Sighting> sightings) {
        Map<String, String> alive = new HashMap<>();
        sightings.forEach((id, sighting) -> {
            if (sighting.instance().isEmpty()) {
                directories.values().stream()
                        .flatMap(directory -> directory.aliveElsewhere(id, directories.keySet()).stream())
                        .findFirst()
                        .ifPresent(region -> alive.put(id, region));
            }
        });
        return alive;
    }
}
