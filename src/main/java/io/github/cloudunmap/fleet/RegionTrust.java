package io.github.cloudunmap.fleet;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * What is known of a region as one identity sees it, and whether it is to be believed. It outlives the directory that
 * learns it. Any thread may call it.
 */
record RegionTrust(InstanceCache cache, Witnesses witnesses, ReadAccount account) {
    static RegionTrust of(
            String region, Supplier<Duration> hold, ReadAccount account, long now, FleetObserver observer) {
        InstanceCache cache = new InstanceCache(now);
        return new RegionTrust(cache, new Witnesses(region, hold, now, cache, account, observer), account);
    }
}
