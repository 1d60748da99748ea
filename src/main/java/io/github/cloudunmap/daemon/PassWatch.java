package io.github.cloudunmap.daemon;

import io.github.cloudunmap.reconcile.TimeSource;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Watches that the passes of every service go on. Any thread may call it. */
final class PassWatch {
    /** More than a pass takes while AWS is slow, so that no restart is asked for that would not help. */
    static final Duration LONGEST_PASS = Duration.ofMinutes(30);

    private static final int FREQUENCIES = 3;

    private final TimeSource time;
    /** By when each service's next pass must have ended. */
    private final Map<String, Long> deadlines = new TreeMap<>();

    private final Map<String, Duration> frequencies = new TreeMap<>();
    private final Set<String> firstRound = new HashSet<>();
    private boolean firstRoundDone;

    PassWatch(TimeSource time) {
        this.time = time;
    }

    /** Watches the service, with its first pass due now; of one that is watched already, only the frequency changes. */
    synchronized void add(String serviceId, Duration frequency) {
        boolean added = frequencies.put(serviceId, frequency) == null;
        if (added && !firstRoundDone) {
            firstRound.add(serviceId);
        }
        postpone(serviceId, frequency);
    }

    synchronized void remove(String serviceId) {
        frequencies.remove(serviceId);
        deadlines.remove(serviceId);
        leaveFirstRound(serviceId);
    }

    /** A pass has ended; that of a service that is not watched any more counts for nothing. */
    synchronized void passed(String serviceId) {
        Duration frequency = frequencies.get(serviceId);
        if (frequency != null) {
            leaveFirstRound(serviceId);
            postpone(serviceId, frequency);
        }
    }

    private void leaveFirstRound(String serviceId) {
        firstRound.remove(serviceId);
        firstRoundDone |= firstRound.isEmpty();
    }

    private void postpone(String serviceId, Duration frequency) {
        Duration most = frequency.multipliedBy(FREQUENCIES).plus(LONGEST_PASS);
        deadlines.put(serviceId, time.nanos() + most.toNanos());
    }

    /** The services of which no pass has ended for three frequencies and the longest that a pass may take. */
    synchronized List<String> stuck() {
        long now = time.nanos();
        return deadlines.entrySet().stream()
                .filter(deadline -> now - deadline.getValue() > 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether every service that was there at the start has had a pass, or has gone. */
    synchronized boolean isFirstRoundDone() {
        return firstRoundDone;
    }
}
