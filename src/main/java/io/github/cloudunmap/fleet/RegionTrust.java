package io.github.cloudunmap.fleet;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * What is known of a region as one identity reads it: its cache, its witnesses and its account. From these follows
 * whether an answer of the region is trusted. They are kept for a day after the {@link SharedInstanceDirectory} that
 * fills them is closed. Any thread may call them.
 */
record RegionTrust(InstanceCache cache, Witnesses witnesses, ReadAccount account) {
    static RegionTrust of(
            String region, Supplier<Duration> hold, ReadAccount account, long now, FleetObserver observer) {
        InstanceCache cache = new InstanceCache(now);
        return new RegionTrust(cache, new Witnesses(region, hold, now, cache, account, observer), account);
    }
}
