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
 * What is known of every region. It is kept for a day after the last service that used the region has left, so that a
 * service that is taken out of the file and put back finds what was doubted before. Any thread may call it.
 */
public final class RegionTrusts {
    private static final long OUTLIVES_USE_BY = Duration.ofDays(1).toNanos();

    private final Supplier<Duration> hold;
    private final TimeSource time;
    private final FleetObserver observer;
    private final Map<RoleAndRegion, RegionTrust> trusts = new ConcurrentHashMap<>();
    // Those below are guarded by this.
    private final Map<Identity, ReadAccount> accounts = new HashMap<>();
    private final Map<RoleAndRegion, Long> unusedSince = new HashMap<>();

    /** @param hold how long a suspicion lasts, as of now */
    public RegionTrusts(Supplier<Duration> hold, TimeSource time, FleetObserver observer) {
        this.hold = hold;
        this.time = time;
        this.observer = observer;
    }

    /**
     * A directory of the region that learns what is kept, to be given back by {@link #close}.
     *
     * @param executor runs the requests
     * @param believed for how long answers are believed, as of now
     */
    public SharedInstanceDirectory directory(
            RoleAndRegion place, Ec2Reader reader, Executor executor, Supplier<DirectorySettings> believed) {
        return new SharedInstanceDirectory(
                place.region(),
                reader,
                executor,
                believed,
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
        RegionTrust trust = trusts.computeIfAbsent(
                place,
                p -> RegionTrust.of(
                        p.region(),
                        hold,
                        accounts.computeIfAbsent(p.identity(), i -> new ReadAccount()),
                        now,
                        observer));
        trust.witnesses().open();
        return trust;
    }

    /** To be called when no service uses the region any more. */
    public synchronized void close(RoleAndRegion place) {
        RegionTrust trust = trusts.get(place);
        if (trust != null) {
            trust.witnesses().close();
            unusedSince.put(place, time.nanos());
        }
    }

    /**
     * The region that showed the id alive within a day, and has not shown its end since.
     *
     * @param read the regions that are read as this identity, which speak for themselves
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
