package io.github.cloudunmap.aws;

import io.github.cloudunmap.config.DurationText;
import io.github.cloudunmap.reconcile.Ec2Instance;
import io.github.cloudunmap.reconcile.Suspicion;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a region that suddenly has nothing from instances that have ended. A few ids that were live when last asked for
 * go along with every request, so that every answer shows by itself whether the region still answers for us.
 *
 * <p>A region is suspect from an answer that knows none of at least {@value #FEWEST_VANISHED} such ids, until a later one
 * shows an instance alive or the hold is over. Later means requested later: answers may come in any order, by any thread.
 */
final class Witnesses {
    static final int MOST = 3;
    static final int FEWEST_VANISHED = 3;
    private static final Logger LOG = LoggerFactory.getLogger(Witnesses.class);

    private final String region;
    private final Supplier<Duration> hold;
    private final AwsObserver observer;

    /** What an answer has shown alive last. They stay while the region is suspect, so that its recovery is seen. */
    private volatile List<String> latest = List.of();

    // All below are guarded by this.
    private long lifeSeenAt;
    /** Stays when the hold is over: no other begins before life was seen. */
    private @Nullable Suspicion suspicion;
    /** When the answer that began it was requested. */
    private long suspectFrom;

    private boolean believed;
    /** Who asks even then was too slow for anybody to care. */
    private boolean closed;

    /**
     * @param hold how long a suspicion lasts, as of now; zero suspects nothing
     * @param createdAt before the first request, in nanoseconds
     * @param observer told when the region becomes suspect and when it no longer is
     */
    Witnesses(String region, Supplier<Duration> hold, long createdAt, AwsObserver observer) {
        this.region = region;
        this.hold = hold;
        this.lifeSeenAt = createdAt;
        this.observer = observer;
        observer.suspected(region, 0);
    }

    /** The ids that the next request is to ask for beside its own; those of {@code live} stand in for missing ones. */
    List<String> toAskFor(Collection<String> live) {
        return hold.get().isZero()
                ? List.of()
                : Stream.concat(latest.stream(), live.stream())
                        .distinct()
                        .limit(MOST)
                        .toList();
    }

    /**
     * Learns from an answer.
     *
     * @param wereLive those of its ids that were live when last asked for, the witnesses among them
     * @param shown what it shows of its ids, in whatever state
     * @return why it is not to be believed, if so
     */
    synchronized Optional<Suspicion> heard(
            long requestedAt, long answeredAt, Set<String> wereLive, Map<String, Ec2Instance> shown) {
        List<String> alive = shown.values().stream()
                .filter(Ec2Instance::isLive)
                .map(Ec2Instance::id)
                .toList();
        boolean isLatest = requestedAt - lifeSeenAt >= 0;
        if (!alive.isEmpty()) {
            if (isLatest) {
                lifeSeenAt = requestedAt;
                latest = firstOf(alive);
            }
            endIfSuspectBefore(requestedAt);
            return Optional.empty();
        }
        boolean vanished = !hold.get().isZero()
                && wereLive.size() >= FEWEST_VANISHED
                && Collections.disjoint(wereLive, shown.keySet());
        if (suspicion != null) {
            return believeIfHeldBy(requestedAt) ? Optional.empty() : Optional.of(renewed(suspicion));
        }
        if (vanished) {
            Suspicion found = new Suspicion(wereLive.size(), answeredAt, hold.get());
            if (isLatest && !closed) {
                begin(found, requestedAt);
            }
            return Optional.of(found);
        }
        if (isLatest) {
            latest = latest.stream().filter(id -> !wereLive.contains(id)).toList();
        }
        return Optional.empty();
    }

    /** Witnesses that still live go first, to change them as little as can be. */
    private List<String> firstOf(List<String> alive) {
        return Stream.concat(latest.stream().filter(alive::contains), alive.stream())
                .distinct()
                .limit(MOST)
                .toList();
    }

    /** The same with the hold of now, which a reload may have changed. */
    private Suspicion renewed(Suspicion standing) {
        return new Suspicion(standing.vanished(), standing.since(), hold.get());
    }

    private void begin(Suspicion found, long requestedAt) {
        suspicion = found;
        suspectFrom = requestedAt;
        believed = false;
        observer.suspected(region, 1);
        LOG.atWarn()
                .addKeyValue("region", region)
                .log(
                        "EC2 in {} suddenly shows none of {} instances that lived there: for the next {} (suspect-hold),"
                                + " or until it shows one alive, nothing is removed on its word. Wrong credentials or an"
                                + " outage look like this",
                        region,
                        found.vanished(),
                        DurationText.format(found.hold()));
    }

    private boolean believeIfHeldBy(long requestedAt) {
        if (!believed
                && suspicion != null
                && requestedAt - suspicion.since() >= hold.get().toNanos()) {
            believed = true;
            observer.suspected(region, -1);
            LOG.atInfo()
                    .addKeyValue("region", region)
                    .log("EC2 in {} still shows none of its instances after the suspect-hold: it is believed", region);
        }
        return believed;
    }

    private void endIfSuspectBefore(long requestedAt) {
        if (suspicion != null && requestedAt - suspectFrom > 0) {
            forget();
            LOG.atInfo()
                    .addKeyValue("region", region)
                    .log("EC2 in {} shows instances alive again: it is believed", region);
        }
    }

    /** To be called when nobody uses it any more. */
    synchronized void close() {
        closed = true;
        forget();
    }

    /** Takes back what the observer was told. */
    private void forget() {
        if (suspicion != null && !believed) {
            observer.suspected(region, -1);
        }
        suspicion = null;
    }
}
