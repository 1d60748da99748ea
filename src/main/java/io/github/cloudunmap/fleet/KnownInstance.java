package io.github.cloudunmap.fleet;

import io.github.cloudunmap.reconcile.Sighting;

/**
 * A live instance in the cache. All times are in nanoseconds.
 *
 * @param wantedAt when a pass last asked for it; for an instance that only a scan has shown, when it was stored
 * @param interval the time between the last two requests of passes for it, if one answer could not have served both;
 *     else 0
 * @param invalid whether an event speaks of a change since the sighting, so that it is no answer any more
 * @param invalidAt when the last such event came; no sighting that was requested before it makes it valid
 */
record KnownInstance(Sighting sighting, boolean wanted, long wantedAt, long interval, boolean invalid, long invalidAt) {
    KnownInstance(Sighting sighting, boolean wanted, long wantedAt) {
        this(sighting, wanted, wantedAt, 0, false, 0);
    }

    KnownInstance seen(Sighting newer) {
        boolean isStillInvalid = invalid && !newer.evidence().isSince(invalidAt);
        return new KnownInstance(newer, wanted, wantedAt, interval, isStillInvalid, invalidAt);
    }

    KnownInstance wanted(long now, long ttl) {
        long gap = now - wantedAt;
        return new KnownInstance(sighting, true, now, wanted && gap >= ttl ? gap : interval, invalid, invalidAt);
    }

    KnownInstance invalidated(long now) {
        return new KnownInstance(sighting, wanted, wantedAt, interval, true, now);
    }

    /** Whether the sighting may serve as an answer. */
    boolean serves(long now, long ttl) {
        return !invalid && age(now) < ttl;
    }

    long age(long now) {
        return now - sighting.evidence().requestedAt();
    }

    /**
     * Whether the cached answer was already too old when a pass last asked, or will be too old when a pass asks next,
     * while an answer requested now would still serve that pass.
     */
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
