package io.github.cloudunmap.daemon;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Looks at the content of the configuration file, and reloads the file if the latest reload has not taken this content
 * over. So the update of a mounted ConfigMap takes effect. If the latest reload failed, any content is loaded, even
 * the content in effect, because the metrics show the failed reload until a reload succeeds. Content that could not be
 * taken over is loaded again only after {@link #RETRY_AFTER}, so that the log does not repeat its problems at every
 * look. Not thread-safe.
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
     * @param takenOver gives the digest of the content that the latest reload took over; empty if that reload failed
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
        // Ignore a single look at which the file cannot be read, because it may fall into the middle of an update.
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
