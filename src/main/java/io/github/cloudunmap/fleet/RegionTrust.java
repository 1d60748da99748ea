package io.github.cloudunmap.fleet;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * What is known about a region from the answers to one identity: the cache, the witnesses and the account. This
 * knowledge decides whether an answer of the region is trusted or suspect. {@link RegionTrusts} keeps the knowledge for
 * a day after the last service that reads the region has left the configuration. Any thread may use this class.
 */
record RegionTrust(InstanceCache cache, Witnesses witnesses, ReadAccount account) {
    static RegionTrust of(
            String region, Supplier<Duration> hold, ReadAccount account, long now, FleetObserver observer) {
        InstanceCache cache = new InstanceCache(now);
        return new RegionTrust(cache, new Witnesses(region, hold, now, cache, account, observer), account);
    }
}
