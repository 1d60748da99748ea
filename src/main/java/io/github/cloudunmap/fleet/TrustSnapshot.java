package io.github.cloudunmap.fleet;

import io.github.cloudunmap.reconcile.Evidence.Suspicion;
import io.github.cloudunmap.reconcile.Sighting;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The knowledge of {@link RegionTrusts} as values. The next process needs this knowledge to tell which answers are
 * suspect. All times are in the nanoseconds of {@link io.github.cloudunmap.reconcile.TimeSource#nanos()}.
 */
public record TrustSnapshot(List<Region> regions, List<Account> accounts) {
    /** Nothing is known. */
    public static final TrustSnapshot NONE = new TrustSnapshot(List.of(), List.of());

    public TrustSnapshot {
        regions = List.copyOf(regions);
        accounts = List.copyOf(accounts);
    }

    /**
     * What is known about a region from EC2's answers to one identity (a role, or the process's own credentials).
     *
     * @param alive instances that passes asked for and that were live in the latest answer about them
     * @param suspicionOrNull why the region is suspect; null if it is not
     */
    public record Region(
            RoleAndRegion place, List<Life> alive, @Nullable RememberedSuspicion suspicionOrNull) {
        public Region {
            alive = List.copyOf(alive);
        }

        static Region of(RoleAndRegion place, List<Life> alive, @Nullable Suspicion suspicion, Set<String> missing) {
            return new Region(
                    place,
                    alive,
                    suspicion == null ? null : new RememberedSuspicion(suspicion.shows(), suspicion.since(), missing));
        }
    }

    /**
     * A live instance.
     *
     * @param owner the account that the instance belongs to
     * @param seenAt when the answer that showed the instance was requested
     */
    public record Life(String id, String owner, long seenAt) {
        static Optional<Life> of(Sighting sighting) {
            return sighting.instance()
                    .map(instance -> new Life(
                            instance.id(),
                            instance.ownerId(),
                            sighting.evidence().requestedAt()));
        }
    }

    /**
     * Why a region is suspect.
     *
     * @param shows the fault in words, which follow the region's name in a sentence
     * @param since when the first suspicious answer arrived
     * @param missing the ids that were missing in this first answer, without those that later answers have shown
     */
    public record RememberedSuspicion(String shows, long since, Set<String> missing) {
        public RememberedSuspicion {
            missing = Set.copyOf(missing);
        }
    }

    /**
     * The earlier account of one identity (a role, or the process's own credentials): the owner of the first live
     * instance that a pass asked for, in this process or in an earlier one.
     *
     * @param first the id of the earlier account
     * @param suspectSinceOrNull when the first answer for another account arrived. {@code suspect-hold} is counted
     *     from this time. Null if no answer for another account has arrived. Also null if the process that made the
     *     snapshot has itself received an answer for the earlier account: then, to that process, answers for another
     *     account are suspect without a time limit. In both cases, {@code suspect-hold} begins when the next process
     *     gets its first answer for another account
     */
    public record Account(
            Identity identity, String first, @Nullable Long suspectSinceOrNull) {}

    /** Whether the snapshots differ at most in the times at which instances were last seen alive. */
    public boolean isSameButForTimes(TrustSnapshot other) {
        return Set.copyOf(accounts).equals(Set.copyOf(other.accounts))
                && timeless(regions).equals(timeless(other.regions));
    }

    private static Set<Object> timeless(Collection<Region> regions) {
        record Lives(
                RoleAndRegion place,
                Set<Life> alive,
                @Nullable RememberedSuspicion suspicion) {}
        return regions.stream()
                .map(region -> new Lives(
                        region.place,
                        region.alive.stream()
                                .map(life -> new Life(life.id, life.owner, 0))
                                .collect(Collectors.toUnmodifiableSet()),
                        region.suspicionOrNull))
                .collect(Collectors.toUnmodifiableSet());
    }
}
