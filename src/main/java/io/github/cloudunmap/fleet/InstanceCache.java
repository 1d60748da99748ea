package io.github.cloudunmap.fleet;

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
 * What a region has shown alive, and when passes wanted it. What somebody wanted is remembered for a day, what a scan
 * has shown besides for as long as it serves as an answer. That an id was alive is remembered for a day in both cases.
 * All times are in nanoseconds. Any thread may call it.
 */
final class InstanceCache {
    private static final long REMEMBERS_FOR = Duration.ofDays(1).toNanos();
    private static final long SWEEP_EVERY = Duration.ofHours(1).toNanos();

    private final Map<String, String> owners = new ConcurrentHashMap<>();
    private final Map<String, Known> live = new ConcurrentHashMap<>();
    /** When an id was last shown alive whose instance is no longer kept. */
    private final Map<String, Long> aliveAt = new ConcurrentHashMap<>();

    private volatile boolean holdsUnwanted;
    private volatile long sweptAt;

    /**
     * A live instance.
     *
     * @param wantedAt when a pass wanted it last
     * @param interval from the want before that, if no answer could have served both; else 0
     */
    private record Known(Sighting sighting, boolean wanted, long wantedAt, long interval) {
        Known seen(Sighting newer) {
            return new Known(newer, wanted, wantedAt, interval);
        }

        Known wanted(long now, long ttl) {
            long gap = now - wantedAt;
            return new Known(sighting, true, now, wanted && gap >= ttl ? gap : interval);
        }

        long age(long now) {
            return now - sighting.evidence().requestedAt();
        }

        /** Whether a pass has found what is known of it too old, or will within the time to live. */
        boolean isDue(long now, long ttl, long othersInterval) {
            return wanted && (age(wantedAt) >= ttl || willBeDue(now, ttl, interval > 0 ? interval : othersInterval));
        }

        private boolean willBeDue(long now, long ttl, long every) {
            if (every == 0) { // passes come again within the time to live, and so will the next one
                return now - wantedAt < ttl && age(now) >= ttl;
            }
            long next = wantedAt + every;
            boolean isExpected = next - now < ttl && now - next < every;
            return isExpected && age(Math.max(now, next)) >= ttl;
        }
    }

    InstanceCache(long now) {
        sweptAt = now;
    }

    /** What a pass wanted, and nothing that a scan has shown besides; of this account alone. */
    Stream<String> wantedOf(String account, long since) {
        return live.entrySet().stream()
                .filter(entry -> entry.getValue().wanted)
                .map(Map.Entry::getKey)
                .filter(id -> livedSince(id, since, Set.of(account)));
    }

    /**
     * Whether it lived when last asked for.
     *
     * @param since what was last seen before that does not count
     * @param owners the accounts that count; all, if empty
     */
    boolean livedSince(String id, long since, Set<String> owners) {
        return lastSighting(id)
                .filter(sighting -> sighting.evidence().isSince(since))
                .flatMap(Sighting::instance)
                .filter(instance -> owners.isEmpty() || owners.contains(instance.ownerId()))
                .isPresent();
    }

    /** Whether it lived in another account when last asked for. */
    boolean isOfAnother(String id, String owner) {
        return lastSighting(id)
                .flatMap(Sighting::instance)
                .filter(instance -> !instance.ownerId().equals(owner))
                .isPresent();
    }

    /** Whether a pass has wanted it while it lived. */
    boolean isWanted(String id) {
        return Optional.ofNullable(live.get(id)).filter(Known::wanted).isPresent();
    }

    /**
     * Whether it was shown alive within a day, and nothing of its end since; an answer that leaves it out is no end.
     */
    boolean wasAlive(String id, long now) {
        Long at = aliveAt.get(id);
        return live.containsKey(id) || (at != null && now - at < REMEMBERS_FOR);
    }

    boolean remembers(String id) {
        return live.containsKey(id);
    }

    Optional<Sighting> lastSighting(String id) {
        return Optional.ofNullable(live.get(id)).map(Known::sighting);
    }

    /** Notes that a pass wants the instance, and tells what is known of it unless that is too old. */
    Optional<Sighting> want(String id, long now, long ttl) {
        return Optional.ofNullable(live.computeIfPresent(id, (same, known) -> known.wanted(now, ttl)))
                .filter(known -> known.age(now) < ttl)
                .map(Known::sighting);
    }

    /**
     * Those that passes have wanted since the answer at hand is too old, which they are about to ask for; and those
     * that passes will want before an answer of now is too old, but not before the one at hand is. Passes come again:
     * what was wanted at intervals will be, and what was wanted but once, at the interval of those that wait, if they
     * have one.
     *
     * @param waiting what is wanted now; unless some of it is remembered, this is no time at which anything is
     *     refreshed
     */
    List<String> due(Set<String> waiting, long now, long ttl) {
        OptionalLong interval = waiting.stream()
                .map(live::get)
                .filter(Objects::nonNull)
                .mapToLong(Known::interval)
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
     * The instance as it is to be kept: the one that is, if nothing has changed, or else with its account's one id.
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
     * Keeps what is live; an older answer, which may come later, changes nothing.
     *
     * @param wanted whether a pass wanted it
     */
    void keep(String id, Sighting sighting, boolean wanted, long now) {
        boolean isLive = sighting.instance().filter(Ec2Instance::isLive).isPresent();
        holdsUnwanted |= isLive && !wanted;
        live.compute(id, (same, known) -> {
            if (known != null
                    && !sighting.evidence().isSince(known.sighting.evidence().requestedAt())) {
                return known;
            } else if (!isLive) {
                noteAlive(id, known);
                return null;
            }
            return known == null || !known.wanted ? new Known(sighting, wanted, now, 0) : known.seen(sighting);
        });
        if (sighting.instance().isPresent()) {
            aliveAt.remove(id);
        }
    }

    private void noteAlive(String id, @Nullable Known last) {
        if (last != null) {
            aliveAt.put(id, last.sighting.evidence().requestedAt());
        }
    }

    /**
     * Forgets what has served its time, so that the memory grows neither with the region nor with its history.
     *
     * @param askedFor what is about to be asked for, which stays
     */
    void sweep(long now, long ttl, Collection<String> askedFor) {
        if (now - sweptAt >= (holdsUnwanted ? Math.min(ttl, SWEEP_EVERY) : SWEEP_EVERY)) {
            sweptAt = now;
            List.copyOf(live.keySet()).stream()
                    .filter(id -> !askedFor.contains(id))
                    .forEach(id -> live.computeIfPresent(id, (same, known) -> {
                        boolean serves = known.age(now) < (known.wanted ? REMEMBERS_FOR : ttl);
                        if (!serves) {
                            noteAlive(id, known);
                        }
                        return serves ? known : null;
                    }));
            aliveAt.values().removeIf(at -> now - at >= REMEMBERS_FOR);
            holdsUnwanted = live.values().stream().anyMatch(known -> !known.wanted);
        }
    }
}
