package io.github.cloudunmap.daemon;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reloads the configuration file when its content differs from what the latest reload took over, as when a mounted
 * ConfigMap is updated. After a reload that failed, any other content is tried, even that of the configuration in
 * effect, so that the alarm ends. What cannot be taken over is tried again only after {@link #RETRY_AFTER}, so that
 * the log does not repeat the problems at every look. Not thread-safe.
 */
final class ConfigWatch {
    static final Duration EVERY = Duration.ofSeconds(10);
    static final Duration RETRY_AFTER = Duration.ofMinutes(5);
    private static final long LOOKS_BEFORE_RETRY = RETRY_AFTER.dividedBy(EVERY);

    private final Supplier<Optional<String>> content;
    private final Supplier<Optional<String>> takenOver;
    private final Runnable reload;
    /** What the file held at the latest look; empty if it could not be read. */
    private Optional<String> seen = Optional.of("");

    private Optional<String> tried = Optional.of("");
    private long looksSinceTried;

    /**
     * @param content gives the digest of the file's content; empty while the file cannot be read
     * @param takenOver gives the digest that the latest reload took over; empty if that reload failed
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
        // One look may fall into the middle of an update.
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
