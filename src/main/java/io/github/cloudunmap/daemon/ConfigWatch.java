package io.github.cloudunmap.daemon;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Looks at the content of the configuration file, and reloads the file if the content is not what the latest reload
 * has taken over. So an update of a mounted ConfigMap takes effect. Not thread-safe.
 *
 * <p>If a reload that a look has begun fails, the content that failed is loaded again only after {@link #RETRY_AFTER},
 * so that the log does not repeat the problems at every look. If the file gets new content before that, the new
 * content is loaded at the next look. If the content in effect is put back after a failed reload, it is loaded again,
 * because the metrics show the failure until a reload succeeds.
 */
final class ConfigWatch {
    static final Duration EVERY = Duration.ofSeconds(10);
    static final Duration RETRY_AFTER = Duration.ofMinutes(5);
    private static final long LOOKS_BEFORE_RETRY = RETRY_AFTER.dividedBy(EVERY);

    private final Supplier<Optional<String>> content;
    private final Supplier<Optional<String>> takenOver;
    private final Runnable reload;
    /** The digest of the file's content at the latest look; empty if the file could not be read. */
    private Optional<String> seen = Optional.of("");

    private Optional<String> tried = Optional.of("");
    private long looksSinceTried;

    /**
     * @param content gives the digest of the file's content; empty while the file cannot be read
     * @param takenOver gives the digest of the content that the start or the latest reload has taken over; empty if
     *     the latest reload failed
     */
    ConfigWatch(Supplier<Optional<String>> content, Supplier<Optional<String>> takenOver, Runnable reload) {
        this.content = content;
        this.takenOver = takenOver;
        this.reload = reload;
    }

    void look() {
        looksSinceTried++;
        Optional<String> before = seen;
        seen = content.get();
        // If the file cannot be read, but could be read at the look before, wait for the next look. The file may be in
        // the middle of an update.
        boolean isGap = seen.isEmpty() && before.isPresent();
        boolean isTakenOver = seen.isPresent() && seen.equals(takenOver.get());
        if (isGap || isTakenOver || (seen.equals(tried) && looksSinceTried < LOOKS_BEFORE_RETRY)) {
            return;
        }
        tried = seen;
        looksSinceTried = 0;
        reload.run();
    }
}
