package io.github.cloudunmap.fleet;

import io.github.cloudunmap.fleet.TrustSnapshot.Life;
import io.github.cloudunmap.reconcile.Ec2Instance;
import io.github.cloudunmap.reconcile.Sighting;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The live instances that EC2 has shown in one region, and when passes asked for them. An instance leaves the cache
 * when a trusted answer by id does not show it alive. Otherwise an instance that a pass has asked for is kept for a
 * day after it was last seen alive. An instance that only a scan has shown is kept until its sighting is too old to
 * serve as an answer. After that, until the sighting is a day old, the cache still knows that the id was alive. All
 * times are in monotonic nanoseconds. Any thread may call this class.
 */
final class InstanceCache {
    private static final long REMEMBERS_FOR = Duration.ofDays(1).toNanos();
    private static final long SWEEP_EVERY = Duration.ofHours(1).toNanos();

    private final Map<String, String> owners = new ConcurrentHashMap<>();
    private final Map<String, KnownInstance> live = new ConcurrentHashMap<>();
    /** The times at which ids were last shown alive. Holds only ids whose instance is no longer kept. */
    private final Map<String, Long> aliveAt = new ConcurrentHashMap<>();

    private final RememberedLives remembered = new RememberedLives();

    private volatile boolean holdsUnwanted;
    private volatile long sweptAt;

    InstanceCache(long now) {
        sweptAt = now;
    }

    /**
     * Returns the ids of this account's instances that a pass has asked for and that were last seen alive at
     * {@code since} or later.
     */
    Stream<String> wantedOf(String account, long since) {
        Stream<String> known = live.entrySet().stream()
                .filter(entry -> entry.getValue().wanted())
                .map(Map.Entry::getKey);
        return Stream.concat(known, remembered.all().map(Life::id))
                .filter(id -> livedSince(id, since, Set.of(account)));
    }

    /**
     * Takes over the live instances of the previous process. An instance that was seen alive after {@code latest}
     * counts as seen at {@code latest}.
     */
    void remember(Collection<Life> earlier, long latest) {
        remembered.add(earlier, latest);
    }

    /**
     * Returns the instances to hand on to the next process: those that passes have asked for and that were live in the
     * latest answers about them.
     *
     * @param since leaves out instances that were last seen alive before this time
     */
    List<Life> lives(long since) {
        Stream<Sighting> known =
                live.values().stream().filter(KnownInstance::wanted).map(KnownInstance::sighting);
        return Stream.concat(known.flatMap(sighting -> Life.of(sighting).stream()), remembered.all())
                .filter(life -> life.seenAt() - since >= 0)
                .toList();
    }

    /**
     * Whether the latest answer about the id showed a live instance.
     *
     * @param since the time at which this answer must have been requested at the earliest
     * @param owners the accounts that the instance may belong to; empty for any account
     */
    boolean livedSince(String id, long since, Set<String> owners) {
        return lastLife(id)
                .filter(life -> life.seenAt() - since >= 0)
                .filter(life -> owners.isEmpty() || owners.contains(life.owner()))
                .isPresent();
    }

    /** Whether the latest answer about the id showed a live instance of another account than {@code owner}. */
    boolean isOfAnother(String id, String owner) {
        return lastLife(id).filter(life -> !life.owner().equals(owner)).isPresent();
    }

    /**
     * Whether the instance is known to live, and a pass has asked for it: in the look-up that made it known, or later.
     * An instance that the previous process has handed on counts as asked for.
     */
    boolean isWanted(String id) {
        KnownInstance known = live.get(id);
        return known == null ? remembered.has(id) : known.wanted();
    }

    private Optional<Life> lastLife(String id) {
        return lastSighting(id).flatMap(Life::of).or(() -> remembered.of(id));
    }

    /**
     * Whether the id was shown alive within about the last day and no answer has shown its end since. An answer that
     * merely lacks the id does not show its end.
     */
    boolean wasAlive(String id, long now) {
        Long at = aliveAt.get(id);
        return remembers(id) || (at != null && now - at < REMEMBERS_FOR);
    }

    boolean remembers(String id) {
        return live.containsKey(id) || remembered.has(id);
    }

    Optional<Sighting> lastSighting(String id) {
        return Optional.ofNullable(live.get(id)).map(KnownInstance::sighting);
    }

    /**
     * Returns the cached sighting of the id if it may serve as an answer.
     *
     * @param ttl the age from which a sighting no longer serves
     */
    Optional<Sighting> serving(String id, long now, long ttl) {
        return Optional.ofNullable(live.get(id))
                .filter(known -> known.serves(now, ttl))
                .map(KnownInstance::sighting);
    }

    /** Makes the cached sighting unfit as an answer, because an event has reported a change of the instance. */
    void invalidate(String id, long now) {
        live.computeIfPresent(id, (same, known) -> known.invalidated(now));
    }

    /**
     * Notes that a pass asks for the instance. Returns the cached sighting of the instance if it may serve as an
     * answer.
     */
    Optional<Sighting> want(String id, long now, long ttl) {
        return Optional.ofNullable(live.computeIfPresent(id, (same, known) -> known.wanted(now, ttl)))
                .filter(known -> known.serves(now, ttl))
                .map(KnownInstance::sighting);
    }

    /**
     * Returns the cached ids to refresh with the next request, in addition to the waiting ids: see {@link
     * KnownInstance#isDue}. An interval is the time between two passes that asked for the same instance. If no
     * interval is known yet for a cached id, the longest interval of the waiting ids is assumed.
     *
     * @param waiting the ids that callers wait for. If none of these ids is cached, no id is refreshed
     */
    List<String> due(Set<String> waiting, long now, long ttl) {
        OptionalLong interval = waiting.stream()
                .map(live::get)
                .filter(Objects::nonNull)
                .mapToLong(KnownInstance::interval)
                .max();
        if (interval.isEmpty()) {
            return List.of();
        }
        return live.entrySet().stream()
                .filter(entry -> entry.getValue().isDue(now, ttl, interval.getAsLong()))
                .map(Map.Entry::getKey)
                .filter(id -> !waiting.contains(id))
                .toList();
    }

    /**
     * Returns the instance to store. If nothing has changed, this is the stored instance. Otherwise it is a copy of
     * the new instance that shares the text of its account's id with other instances, to save memory.
     */
    Ec2Instance learn(Ec2Instance shown) {
        String account = owners.computeIfAbsent(shown.ownerId(), id -> id);
        return lastSighting(shown.id())
                .flatMap(Sighting::instance)
                .filter(shown::equals)
                .orElseGet(
                        () -> new Ec2Instance(shown.id(), shown.state(), shown.addresses(), shown.prefixes(), account));
    }

    /**
     * Stores the sighting of a live instance. A sighting that does not show the instance alive removes it from the
     * cache. A sighting that was requested before the stored one leaves the stored one as it is, because answers may
     * arrive in any order.
     *
     * @param wanted whether a pass asked for the id
     */
    void keep(String id, Sighting sighting, boolean wanted, long now) {
        boolean isLive = sighting.instance().filter(Ec2Instance::isLive).isPresent();
        boolean isWanted = wanted || remembered.has(id);
        holdsUnwanted |= isLive && !isWanted;
        remembered.of(id).ifPresent(life -> aliveAt.put(id, life.seenAt()));
        live.compute(id, (same, known) -> {
            if (known != null
                    && !sighting.evidence().isSince(known.sighting().evidence().requestedAt())) {
                return known;
            } else if (!isLive) {
                noteAlive(id, known);
                return null;
            }
            return known == null || !known.wanted() ? new KnownInstance(sighting, isWanted, now) : known.seen(sighting);
        });
        remembered.remove(id);
        if (sighting.instance().isPresent()) {
            aliveAt.remove(id);
        }
    }

    private void noteAlive(String id, @Nullable KnownInstance last) {
        if (last != null) {
            aliveAt.put(id, last.sighting().evidence().requestedAt());
        }
    }

    /**
     * Removes the entries that have been kept long enough, so that the cache does not grow for ever.
     *
     * @param askedFor the witnesses that the next request names. Their sightings stay in the cache
     */
    void sweep(long now, long ttl, Collection<String> askedFor) {
        if (now - sweptAt >= (holdsUnwanted ? Math.min(ttl, SWEEP_EVERY) : SWEEP_EVERY)) {
            sweptAt = now;
            List.copyOf(live.keySet()).stream()
                    .filter(id -> !askedFor.contains(id))
                    .forEach(id -> live.computeIfPresent(id, (same, known) -> {
                        boolean serves = known.age(now) < (known.wanted() ? REMEMBERS_FOR : ttl);
                        if (!serves) {
                            noteAlive(id, known);
                        }
                        return serves ? known : null;
                    }));
            aliveAt.values().removeIf(at -> now - at >= REMEMBERS_FOR);
            remembered.forgetOlder(now, REMEMBERS_FOR);
            holdsUnwanted = live.values().stream().anyMatch(known -> !known.wanted());
        }
    }
}
