package io.github.cloudunmap.fleet;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses between look-ups by id and a scan of the region, whichever takes fewer requests. Only a scan shows how many
 * pages the region has. There are two cases:
 *
 * <ul>
 *   <li>The number of pages is not known. The region is then assumed to have one page more than scans have read. A
 *       scan counts as cheaper if look-ups by id of all ids asked for within one {@code ec2-cache-ttl} would take more
 *       requests than this.
 *   <li>A scan has reached the last page, so the number of pages is known. A scan counts as cheaper if look-ups by id
 *       of the ids that need an answer now would take more requests than this.
 * </ul>
 *
 * <p>A scan stops after twice as many pages as the look-ups by id would take requests, or after five pages if this is
 * more. So scans never cost more than a fixed multiple of the look-ups. Look-ups by id do not show that a region has
 * shrunk. So the number of pages is forgotten a day after the last scan began.
 *
 * <p>Not thread-safe.
 */
final class ScanPolicy {
    static final int FEWEST_PAGES = 5;
    /** How long to wait after a failed scan before the next one. */
    static final Duration PAUSE = Duration.ofMinutes(5);

    private static final Duration SIZE_SERVES_FOR = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(ScanPolicy.class);

    private final String region;
    /**
     * The ids of all look-ups by id since {@code askedSince}, which is set anew about once per {@code ec2-cache-ttl}.
     * They count because one scan could have replaced many of these look-ups. Empty if {@code isExact}: the number of
     * pages is then known, and only the ids that need an answer now count.
     */
    private final Set<String> asked = new HashSet<>();

    private long askedSince;
    /**
     * The number of pages that scans have found in the region. If {@code isExact}, a scan has reached the last page;
     * otherwise the region has more pages.
     */
    private int size;

    private boolean isExact;
    /** How many pages the current scan has read. {@code next} is the token of the page after these. */
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
     * Decides whether to scan. If the previous scan began less than {@code ttl} ago, and stopped before the last page,
     * but not because of a failure, the scan goes on where the previous scan stopped. Otherwise the scan begins at the
     * first page.
     *
     * @param wanted the number of ids that need an answer
     * @param idsInARequest the number of ids that fit into one request
     * @param ttl the {@code ec2-cache-ttl}, in nanoseconds
     */
    boolean scans(int wanted, int idsInARequest, long now, long ttl) {
        if (now - askedSince >= ttl) {
            asked.clear();
            askedSince = now;
        }
        if (now - begunAt >= SIZE_SERVES_FOR.toNanos()) {
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

    /** Returns the token of the page that the scan reads next; null for the first page. */
    @Nullable
    String next() {
        return next;
    }

    /**
     * Notes that a page has been read.
     *
     * @param token the token of the next page; null if the page was the last
     * @return whether to read the next page as well
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

    /**
     * Notes that a scan has failed. A log line says why EC2 is now asked by id in this region, although that takes
     * more requests. Further failures are not logged until a page has been read.
     */
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
