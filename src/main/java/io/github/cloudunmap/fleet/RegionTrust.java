package io.github.cloudunmap.fleet;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * The knowledge about a region, as one identity reads it: the cache, the witnesses and the account. By this knowledge,
 * an answer of the region is trusted or suspect. {@link RegionTrusts} keeps it for a day after the
 * {@link SharedInstanceDirectory} that fills it is closed. Any thread may use it.
 */
record RegionTrust(InstanceCache cache, Witnesses witnesses, ReadAccount account) {
    static RegionTrust of(
            String region, Supplier<Duration> hold, ReadAccount account, long now, FleetObserver observer) {
        InstanceCache cache = new InstanceCache(now);
        return new RegionTrust(cache, new Witnesses(region, hold, now, cache, account, observer), account);
    }
}
