package io.github.cloudunmap.fleet;

import io.github.cloudunmap.reconcile.InstanceDirectory;
import io.github.cloudunmap.reconcile.Sighting;
import io.github.cloudunmap.reconcile.TimeSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Reads one region's EC2 for all services together. However many services wait for an id, {@link RequestCycles} asks
 * for the id once. A request by id also names a few witnesses, which are instances known to live. The witnesses show
 * whether the region still answers truly.
 *
 * <p>Only live instances are cached. A cached answer serves at most until it is {@code ec2-cache-ttl} old. For a day
 * after an instance was last seen alive, the cache also knows that the instance's id belongs to this region. The
 * answer that an instance does not exist is never cached. It also never comes from a scan, because a scan reads the
 * region page by page and can miss an instance.
 */
public final class SharedInstanceDirectory implements InstanceDirectory {
    private final String region;
    private final Supplier<DirectorySettings> settings;
    private final TimeSource time;
    private final FleetObserver observer;
    private final RegionTrust trust;
    private final InstanceCache cache;
    private final BiFunction<String, Set<String>, Optional<String>> aliveElsewhere;
    private final RequestCycles cycles;

    /**
     * @param executor runs the requests
     * @param settings returns the current settings, which a reload can change
     * @param trust the cache, the witnesses and the account of the region, which may outlive this directory
     * @param aliveElsewhere implements {@link #aliveElsewhere}
     * @param observer is told of cache hits and misses, and of reads
     */
    SharedInstanceDirectory(
            String region,
            Ec2Reader reader,
            Executor executor,
            Supplier<DirectorySettings> settings,
            RegionTrust trust,
            BiFunction<String, Set<String>, Optional<String>> aliveElsewhere,
            TimeSource time,
            FleetObserver observer) {
        this.region = region;
        this.settings = settings;
        this.time = time;
        this.observer = observer;
        this.trust = trust;
        this.cache = trust.cache();
        this.aliveElsewhere = aliveElsewhere;
        observer.lookedUp(region, 0, 0);
        this.cycles = new RequestCycles(region, reader, executor, settings, trust, time, observer);
    }

    @Override
    public String region() {
        return region;
    }

    @Override
    public Set<String> accounts() {
        return trust.account().ids();
    }

    @Override
    public Optional<String> aliveElsewhere(String ec2Id, Set<String> read) {
        return aliveElsewhere.apply(ec2Id, read);
    }

    @Override
    public Map<String, Sighting> cached(Set<String> ec2Ids) {
        Map<String, Sighting> hits = new HashMap<>();
        long now = time.nanos();
        long ttl = ttl();
        ec2Ids.forEach(id -> cache.want(id, now, ttl).ifPresent(sighting -> hits.put(id, sighting)));
        observer.lookedUp(region, hits.size(), 0);
        return hits;
    }

    private long ttl() {
        return settings.get().cacheTtl().toNanos();
    }

    @Override
    public boolean remembers(String ec2Id) {
        return cache.remembers(ec2Id);
    }

    @Override
    public void invalidate(String ec2Id) {
        cache.invalidate(ec2Id, time.nanos());
    }

    @Override
    public CompletableFuture<Map<String, Sighting>> find(Set<String> ec2Ids, long notBefore) {
        observer.lookedUp(region, 0, ec2Ids.size());
        return cycles.find(ec2Ids, notBefore);
    }

    @Override
    public CompletableFuture<Map<String, Sighting>> lookUp(Set<String> ec2Ids, long notBefore) {
        observer.lookedUp(region, 0, ec2Ids.size());
        return cycles.lookUp(ec2Ids, notBefore);
    }
}
