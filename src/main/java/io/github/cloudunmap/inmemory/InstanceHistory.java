package io.github.cloudunmap.inmemory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An instance with its recent past, so that answers can lag behind the truth. Not thread-safe: it is guarded by the
 * lock of its region.
 */
final class InstanceHistory {
    /** The longest lag. A version is dropped if it was replaced longer ago than this. */
    static final Duration LONGEST_LAG = Duration.ofMinutes(5);

    private record Version(Instant since, LaunchedInstance instance) {}

    /** The versions of the instance, the oldest first. */
    private final Deque<Version> versions = new ArrayDeque<>();

    private @Nullable Duration ownLag;

    InstanceHistory(Instant launched, LaunchedInstance instance) {
        versions.addLast(new Version(launched, instance));
    }

    /** Returns the current version of the instance, which answers may not show yet. */
    LaunchedInstance latest() {
        return versions.getLast().instance();
    }

    /**
     * Adds a new version of the instance. Answers show the new version once the lag has passed.
     *
     * @return whether the instance's state has changed
     */
    boolean change(Instant now, LaunchedInstance changed) {
        boolean isNewState = latest().state() != changed.state();
        versions.addLast(new Version(now, changed));
        dropReplacedBefore(now.minus(LONGEST_LAG));
        return isNewState;
    }

    /** Sets a lag for this instance. It takes the place of the region's lag. */
    void lag(Duration lag) {
        ownLag = checked(lag);
    }

    /** Returns the version that an answer made now shows; empty if answers do not show the launch yet. */
    Optional<LaunchedInstance> shown(Instant now, Duration lagOfRegion) {
        Duration lag = ownLag == null ? lagOfRegion : ownLag;
        if (lag.isZero()) {
            return Optional.of(latest());
        }
        Instant then = now.minus(lag);
        for (Iterator<Version> newestFirst = versions.descendingIterator(); newestFirst.hasNext(); ) {
            Version version = newestFirst.next();
            if (!version.since().isAfter(then)) {
                return Optional.of(version.instance());
            }
        }
        return Optional.empty();
    }

    static Duration checked(Duration lag) {
        if (lag.isNegative() || lag.compareTo(LONGEST_LAG) > 0) {
            throw new IllegalArgumentException("a lag is 0 to " + LONGEST_LAG + ", not " + lag);
        }
        return lag;
    }

    /** Drops all versions that were replaced before or at this moment. */
    private void dropReplacedBefore(Instant moment) {
        Version first = versions.removeFirst();
        while (!versions.isEmpty() && !versions.getFirst().since().isAfter(moment)) {
            first = versions.removeFirst();
        }
        versions.addFirst(first);
    }
}
