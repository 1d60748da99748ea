package io.github.cloudunmap.fleet;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * The cache, the witnesses and the account of a region as one identity reads it. They decide whether the region's
 * answers can be trusted. They outlive the directory that fills them. Any thread may call it.
 */
record RegionTrust(InstanceCache cache, Witnesses witnesses, ReadAccount account) {
    static RegionTrust of(
            String region, Supplier<Duration> hold, ReadAccount account, long now, FleetObserver observer) {
        InstanceCache cache = new InstanceCache(now);
        return new RegionTrust(cache, new Witnesses(region, hold, now, cache, account, observer), account);
    }
}
