package io.github.cloudunmap.fleet;

import io.github.cloudunmap.fleet.TrustSnapshot.Life;
import io.github.cloudunmap.reconcile.Ec2Instance;
import io.github.cloudunmap.reconcile.Evidence.Suspicion;
import io.github.cloudunmap.reconcile.TimeSource;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Distinguishes a region that no longer answers truly from instances that have ended. Requests by id also name
 * witnesses: a few ids that were live in the latest answer about them. They show whether an answer can be trusted.
 *
 * <p>If at least {@value Knowledge#FEWEST} ids of a request are known to live, and the answer shows less than half of
 * them, the region becomes suspect. Those that the answer lacks are the missing ids. The suspicion ends when the hold
 * is over. It ends earlier if a later answer shows a missing id alive, and at least half of its own ids that are known
 * to live. So it does once later answers have shown all missing ids as ended. After a hold has ended the suspicion, an
 * instance counts as known to live only if it was seen alive since the suspicion began. A region is also suspect while
 * it answers for another account than before. Later means requested later: answers come in any order, on any thread.
 */
final class Witnesses {
    static final int MOST = 3;
    private final String region;
    private final SuspicionLog log;
    private final Supplier<Duration> hold;
    private final InstanceCache cache;
    private final ReadAccount account;
    private final FleetObserver observer;

    // The fields below are guarded by this.
    private long lifeSeenAt;
    private @Nullable Suspicion suspicion;
    /** The time of the request whose answer made the region suspect, in monotonic nanoseconds. */
    private long suspectFrom;
    /** The ids that were missing when the region became suspect, without those that later answers have shown. */
    private Set<String> missing = Set.of();
    /** Only ids seen alive since this time (monotonic nanoseconds) are witnesses. Set anew when a hold ends. */
    private long livesFrom;

    private final Shortfall shortfall = new Shortfall();
    private boolean inUse = true;
    private boolean told;

    /**
     * @param hold returns the current {@code suspect-hold}; with zero, only answers for another account are suspect
     * @param createdAt a time before the first request, in monotonic nanoseconds
     * @param observer is told when the region becomes suspect and when it is trusted again
     */
    Witnesses(
            String region,
            Supplier<Duration> hold,
            long createdAt,
            InstanceCache cache,
            ReadAccount account,
            FleetObserver observer) {
        this.region = region;
        this.log = new SuspicionLog(region);
        this.hold = hold;
        this.lifeSeenAt = createdAt;
        this.livesFrom = createdAt;
        this.cache = cache;
        this.account = account;
        this.observer = observer;
        observer.suspected(region, 0);
    }

    /**
     * Returns the ids to name in the next request beside those that callers wait for: a few missing ids, and a few
     * witnesses of the earlier account. If EC2 answers for another account now, also a few witnesses of that account.
     * Empty if {@code suspect-hold} is zero and EC2 answers for no other account.
     */
    synchronized List<String> toAskFor() {
        Stream<String> ours = hold.get().isZero() && account.other().isEmpty()
                ? Stream.empty()
                : Stream.concat(missing.stream().sorted().limit(MOST), some(account.first()));
        return Stream.concat(ours, some(account.other())).distinct().toList();
    }

    /** Whether at least {@value Knowledge#FEWEST} of these ids are known to live: enough to judge an answer by. */
    synchronized boolean areAmong(Set<String> ids) {
        return knowledge(ids, Map.of()).lived().size() >= Knowledge.FEWEST;
    }

    private Stream<String> some(Optional<String> owner) {
        return owner.stream().flatMap(id -> cache.wantedOf(id, livesFrom).limit(MOST));
    }

    /**
     * Learns from an answer by id.
     *
     * @param asked all ids in the request
     * @param shown the instances that the answer shows, in any state
     * @return why the answer is suspect; empty if it is trusted
     */
    synchronized Optional<Suspicion> assess(
            long requestedAt, long answeredAt, Set<String> asked, Map<String, Ec2Instance> shown) {
        List<Ec2Instance> alive =
                shown.values().stream().filter(Ec2Instance::isLive).toList();
        Optional<Suspicion> found = account.learn(region, requestedAt, answeredAt, hold.get(), shown.values(), alive)
                .map(change -> {
                    if (shortfall.isOver(requestedAt, hold.get())) {
                        livesFrom = requestedAt;
                        shortfall.end();
                    }
                    Knowledge knowledge = knowledge(asked, shown, Set.of(change.now()));
                    boolean allows = shortfall.allows(knowledge, shown.keySet(), answeredAt, hold.get());
                    return change.suspicion(answeredAt, hold.get(), allows ? change.now() : null);
                })
                .or(() -> ofRegion(requestedAt, answeredAt, asked, shown, Instances.ids(alive)));
        report();
        return found;
    }

    private Optional<Suspicion> ofRegion(
            long requestedAt, long answeredAt, Set<String> asked, Map<String, Ec2Instance> shown, Set<String> alive) {
        boolean isTooLittle = knowledge(asked, shown).isTooLittle();
        boolean isLatest = requestedAt - lifeSeenAt >= 0;
        if (!isTooLittle) {
            learns(requestedAt, shown.keySet(), alive);
        }
        Suspicion standing = suspicion;
        if (standing != null && requestedAt - standing.since() >= hold.get().toNanos()) {
            giveUp();
        } else if (standing != null) {
            // If this answer was requested before the region became suspect, the fault had perhaps not begun. Then it
            // is trusted if it shows a live instance and at least half of the ids known to live.
            boolean isOlder = requestedAt - suspectFrom <= 0;
            return isOlder && !isTooLittle && !alive.isEmpty()
                    ? Optional.empty()
                    : Optional.of(standing.withHold(hold.get()));
        }
        Knowledge knowledge = knowledge(asked, shown);
        if (hold.get().isZero() || !knowledge.isTooLittle()) {
            return Optional.empty();
        }
        int lived = knowledge.lived().size();
        Suspicion found = Suspicion.ofMissing(lived - knowledge.unknown().size(), lived, answeredAt, hold.get());
        if (isLatest) {
            begin(found, requestedAt, knowledge.unknown());
        }
        return Optional.of(found);
    }

    /**
     * Learns from a page of a scan which account EC2 answers for. If the page is trusted, also learns which instances
     * live. If the region is suspect because an answer lacked one of these instances, the region is trusted again.
     *
     * @param shown all instances on the page
     * @param wanted the live instances on the page that a pass has asked for
     * @return why the page is suspect: EC2 answers for another account than before. Empty if the page is trusted
     */
    synchronized Optional<Suspicion> scanned(
            long requestedAt, long answeredAt, Collection<Ec2Instance> shown, List<Ec2Instance> wanted) {
        Optional<Suspicion> found = account.learn(region, requestedAt, answeredAt, hold.get(), shown, wanted)
                .map(change -> change.suspicion(answeredAt, hold.get(), null));
        Set<String> ids = Instances.ids(wanted);
        if (found.isEmpty()) {
            learns(requestedAt, ids, ids);
        }
        report();
        return found;
    }

    private void learns(long requestedAt, Set<String> shown, Set<String> alive) {
        if (!alive.isEmpty()) {
            lifeSeenAt = TimeSource.later(lifeSeenAt, requestedAt);
        }
        if (suspicion != null && requestedAt - suspectFrom > 0) {
            boolean isBack = alive.stream().anyMatch(missing::contains);
            missing = missing.stream().filter(id -> !shown.contains(id)).collect(Collectors.toSet());
            if (isBack || missing.isEmpty()) {
                end();
                log.trustedAgain();
            }
        }
    }

    private Knowledge knowledge(Set<String> asked, Map<String, Ec2Instance> shown) {
        return knowledge(asked, shown, Instances.owners(shown.values()));
    }

    private Knowledge knowledge(Set<String> asked, Map<String, Ec2Instance> shown, Set<String> owners) {
        return Knowledge.of(asked, shown.keySet(), id -> cache.livedSince(id, livesFrom, owners));
    }

    private void begin(Suspicion found, long requestedAt, Set<String> unknown) {
        suspicion = found;
        suspectFrom = requestedAt;
        missing = unknown;
        if (inUse) {
            log.began(found, hold.get());
        }
    }

    private void giveUp() {
        livesFrom = suspectFrom;
        end();
        log.givenUp();
    }

    private void end() {
        suspicion = null;
        missing = Set.of();
    }

    /** Takes over the knowledge of the previous process. Must be called before this process first asks the region. */
    synchronized void remember(TrustSnapshot.Region earlier, long now) {
        suspectFrom = now - 1;
        cache.remember(earlier.alive(), suspectFrom - 1);
        livesFrom = earlier.alive().stream().mapToLong(Life::seenAt).reduce(suspectFrom - 1, TimeSource::earlier);
        Optional.ofNullable(earlier.suspicionOrNull()).ifPresent(remembered -> {
            suspicion = new Suspicion(remembered.shows(), remembered.since(), hold.get(), null);
            missing = remembered.missing();
            log.remembered(remembered.shows());
        });
    }

    /** Returns what the next process has to know: the live instances, and the suspicion, if there is one. */
    synchronized TrustSnapshot.Region snapshot(RoleAndRegion place) {
        return TrustSnapshot.Region.of(place, cache.lives(livesFrom), suspicion, missing);
    }

    /** Notes that a service reads the region from now on. */
    synchronized void open() {
        inUse = true;
        report();
    }

    /** Notes that no service reads the region any more. The witnesses are kept. */
    synchronized void close() {
        inUse = false;
        report();
    }

    private void report() {
        boolean isSuspect = inUse && (suspicion != null || account.other().isPresent());
        if (isSuspect != told) {
            told = isSuspect;
            observer.suspected(region, isSuspect ? 1 : -1);
        }
    }
}
