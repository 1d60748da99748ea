package io.github.cloudunmap.fleet;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * What is known about a region from the answers to one identity: the cache, the witnesses (instances known to live,
 * whose ids are added to requests) and the account that EC2 answers for. This knowledge decides whether an answer of
 * the region is trusted or suspect. When the last service that reads the region as this identity has left the
 * configuration, {@link RegionTrusts} keeps this knowledge for at least one more day. Any thread may use this class.
 */
record RegionTrust(InstanceCache cache, Witnesses witnesses, ReadAccount account) {
    static RegionTrust of(
            String region, Supplier<Duration> hold, ReadAccount account, long now, FleetObserver observer) {
        InstanceCache cache = new InstanceCache(now);
        return new RegionTrust(cache, new Witnesses(region, hold, now, cache, account, observer), account);
    }
}
