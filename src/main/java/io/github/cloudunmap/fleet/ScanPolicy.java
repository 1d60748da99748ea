package io.github.cloudunmap.fleet;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses between asking a region by id and scanning it, by the number of requests. The size of the region is learnt
 * from scans. Before the first one it is asked by id until those ids would have filled more than one request; then a
 * scan of a few pages is worth its try. One that does not reach the end goes on where it stopped once as much again
 * has been spent, so that what is spent in vain stays in proportion to what is spent anyway. A size is believed for a
 * day, as a region that is asked by id may shrink unseen.
 *
 * <p>For one thread at a time.
 */
final class ScanPolicy {
    static final int FEWEST_PAGES = 5;
    /** For how long there is no scan after one that failed. */
    static final Duration PAUSE = Duration.ofMinutes(5);

    private static final Duration BELIEVES_FOR = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(ScanPolicy.class);

    private final String region;
    /** Ids that were asked for within a time to live: a scan would have shown them as well. */
    private final Set<String> asked = new HashSet<>();

    private long askedSince;
    /** The size in pages: exactly if the end has been seen, else it is larger. */
    private int size;

    private boolean isExact;
    /** The pages that the scan has read, the last of them with this token. */
    private int read;

    private @Nullable String next;
    private long begunAt;
    private int mostPages;
    private @Nullable Long failedAt;
    private boolean saidWhy;

    ScanPolicy(String region, long now) {
        this.region = region;
        this.askedSince = now;
    }

    /**
     * Begins a scan, or goes on with one, if that is the cheaper way.
     *
     * @param wanted how many ids the answer is to serve
     * @param idsInARequest how many of them one request can ask for
     * @param ttl how long an answer serves
     */
    boolean scans(int wanted, int idsInARequest, long now, long ttl) {
        if (now - askedSince >= ttl) {
            asked.clear();
            askedSince = now;
        }
        if (now - begunAt >= BELIEVES_FOR.toNanos()) {
            size = 0;
            isExact = false;
        }
        int byId = requests(wanted, idsInARequest);
        int spent = isExact ? byId : requests(asked.size() + wanted, idsInARequest);
        int pages = isExact ? size : size + 1;
        boolean pauses = failedAt != null && now - failedAt < PAUSE.toNanos();
        boolean scans = wanted > 0 && pages < spent && !pauses;
        LOG.debug(
                "EC2 in {}: {} ids take {} requests by id ({} with those of late), a scan takes {}{}: {}",
                region,
                wanted,
                byId,
                spent,
                isExact ? "" : "at least ",
                pages,
                scans ? "scan" : pauses ? "by id, as the last scan failed" : "by id");
        if (scans) {
            begin(Math.max(FEWEST_PAGES, 2 * spent), now, ttl);
        }
        return scans;
    }

    private static int requests(int ids, int idsInARequest) {
        return (ids + idsInARequest - 1) / idsInARequest;
    }

    private void begin(int most, long now, long ttl) {
        mostPages = most;
        if (next == null || now - begunAt >= ttl) {
            next = null;
            read = 0;
            begunAt = now;
        }
    }

    void askedById(Collection<String> ids) {
        if (!isExact) {
            asked.addAll(ids);
        }
    }

    /** Where the scan goes on; null at its beginning. */
    @Nullable
    String next() {
        return next;
    }

    /**
     * A page has been read.
     *
     * @param token of the next one; null if it was the last
     * @return whether to read that, too
     */
    boolean goesOnAfterPage(@Nullable String token) {
        read++;
        saidWhy = false;
        next = token;
        if (token == null) {
            size = read;
            isExact = true;
            asked.clear();
        } else if (read >= size) {
            size = read;
            isExact = false;
        }
        return token != null && read < mostPages;
    }

    /** Says why the region is asked by id, though that takes more requests: once, until a scan can be read again. */
    void failed(long now, Throwable why) {
        next = null;
        failedAt = now;
        if (!saidWhy) {
            saidWhy = true;
            LOG.atWarn()
                    .addKeyValue("region", region)
                    .setCause(why)
                    .log(
                            "EC2 in {} could not be scanned, and is asked by id instead, which takes more requests: {}",
                            region,
                            why.getMessage());
        }
    }
}
