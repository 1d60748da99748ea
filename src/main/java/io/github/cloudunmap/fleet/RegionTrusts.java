package io.github.cloudunmap.fleet;

import io.github.cloudunmap.reconcile.TimeSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Holds one {@link RegionTrust} for each region and identity, and keeps it for at least one more day when the last
 * service that reads the region as this identity has left the configuration. So if the service of a suspect region is
 * taken out of the file and put back, the region is still suspect. Any thread may call this class.
 */
public final class RegionTrusts {
    private static final long OUTLIVES_USE_BY = Duration.ofDays(1).toNanos();

    private final Supplier<Duration> hold;
    private final TimeSource time;
    private final FleetObserver observer;
    private final Map<RoleAndRegion, RegionTrust> trusts = new ConcurrentHashMap<>();
    // The fields below are guarded by this.
    private final Map<Identity, ReadAccount> accounts = new HashMap<>();
    private final Map<RoleAndRegion, Long> unusedSince = new HashMap<>();

    /** @param hold returns the current {@code suspect-hold}, which a reload can change */
    public RegionTrusts(Supplier<Duration> hold, TimeSource time, FleetObserver observer) {
        this.hold = hold;
        this.time = time;
        this.observer = observer;
    }

    /**
     * Opens the instance directory that reads the region of {@code place} with the role of {@code place}. It uses and
     * fills the {@link RegionTrust} of {@code place}. When no service uses the directory any more, the caller has to
     * call {@link #close}.
     *
     * @param executor runs the requests
     * @param settings returns the current settings, which a reload can change
     */
    public SharedInstanceDirectory directory(
            RoleAndRegion place, Ec2Reader reader, Executor executor, Supplier<DirectorySettings> settings) {
        return new SharedInstanceDirectory(
                place.region(),
                reader,
                executor,
                settings,
                open(place),
                (id, read) -> aliveElsewhere(id, place.identity(), read),
                time,
                observer);
    }

    private synchronized RegionTrust open(RoleAndRegion place) {
        long now = time.nanos();
        unusedSince.entrySet().removeIf(unused -> {
            boolean isOver = now - unused.getValue() >= OUTLIVES_USE_BY;
            if (isOver) {
                trusts.remove(unused.getKey());
            }
            return isOver;
        });
        unusedSince.remove(place);
        RegionTrust trust = trustOf(place, now);
        trust.witnesses().open();
        return trust;
    }

    private RegionTrust trustOf(RoleAndRegion place, long now) {
        return trusts.computeIfAbsent(
                place,
                p -> RegionTrust.of(
                        p.region(),
                        hold,
                        accounts.computeIfAbsent(p.identity(), i -> new ReadAccount()),
                        now,
                        observer));
    }

    /** Returns the knowledge about all regions, for the next process. */
    public synchronized TrustSnapshot snapshot() {
        return new TrustSnapshot(
                trusts.entrySet().stream()
                        .map(trust -> trust.getValue().witnesses().snapshot(trust.getKey()))
                        .filter(region -> !region.alive().isEmpty() || region.suspicionOrNull() != null)
                        .toList(),
                accounts.entrySet().stream()
                        .flatMap(account -> account.getValue().snapshot(account.getKey()).stream())
                        .toList());
    }

    /** Takes over the knowledge of the previous process. Must be called before {@link #directory} is first called. */
    public synchronized void remember(TrustSnapshot earlier) {
        long now = time.nanos();
        earlier.accounts()
                .forEach(account -> accounts.computeIfAbsent(account.identity(), i -> new ReadAccount())
                        .remember(account.first(), account.suspectSinceOrNull()));
        earlier.regions().forEach(region -> {
            Witnesses witnesses = trustOf(region.place(), now).witnesses();
            witnesses.close();
            witnesses.remember(region, now);
            unusedSince.put(region.place(), now);
        });
    }

    /** Notes that no service reads the region with this role any more. */
    public synchronized void close(RoleAndRegion place) {
        RegionTrust trust = trusts.get(place);
        if (trust != null) {
            trust.witnesses().close();
            unusedSince.put(place, time.nanos());
        }
    }

    /**
     * Returns a region that has shown the id alive within about the last day and has not shown its end since; empty if
     * there is none. Regions that the service itself reads as this identity are left out, because its passes ask these
     * regions anyway.
     *
     * @param read the regions that the service reads as this identity
     */
    private Optional<String> aliveElsewhere(String ec2Id, Identity identity, Set<String> read) {
        long now = time.nanos();
        return trusts.entrySet().stream()
                .filter(entry -> !(entry.getKey().identity().equals(identity)
                                && read.contains(entry.getKey().region()))
                        && entry.getValue().cache().wasAlive(ec2Id, now))
                .map(entry -> entry.getKey().region())
                .min(String::compareTo);
    }
}
