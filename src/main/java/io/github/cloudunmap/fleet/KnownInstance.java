package io.github.cloudunmap.fleet;

import io.github.cloudunmap.reconcile.Sighting;

/**
 * A live instance in the cache. All times are in monotonic nanoseconds.
 *
 * @param wanted whether a pass has asked for the instance
 * @param wantedAt when a pass last asked for the instance while it was in the cache. If no pass has: the time of the
 *     request whose answer showed the instance
 * @param interval the latest gap between two passes that asked for the instance; 0 if there is none. A gap so short
 *     that one answer could have served both passes does not count
 * @param invalid whether the sighting must not serve as an answer, because an event has reported a change of the
 *     instance
 * @param invalidAt only a sighting that was requested at this time or later may serve again
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

    /** Whether the sighting may serve as an answer: it is valid, and younger than {@code ttl}. */
    boolean serves(long now, long ttl) {
        return !invalid && age(now) < ttl;
    }

    long age(long now) {
        return now - sighting.evidence().requestedAt();
    }

    /**
     * Whether to refresh the cached sighting. There are two reasons to do so. One is that the sighting was already too
     * old when a pass last asked for the instance, and has not been replaced since. The other concerns the next pass
     * that asks, which is expected one {@link #interval()} after the last: the sighting will be too old for it, but an
     * answer requested now will not.
     *
     * @param othersInterval the interval that is assumed if {@link #interval()} is 0
     */
    boolean isDue(long now, long ttl, long othersInterval) {
        return wanted && (age(wantedAt) >= ttl || willBeDue(now, ttl, interval > 0 ? interval : othersInterval));
    }

    private boolean willBeDue(long now, long ttl, long every) {
        if (every == 0) { // passes ask more often than once in a ttl, so the next pass is near
            return now - wantedAt < ttl && age(now) >= ttl;
        }
        long next = wantedAt + every;
        boolean isExpected = next - now < ttl && now - next < every;
        return isExpected && age(Math.max(now, next)) >= ttl;
    }
}
