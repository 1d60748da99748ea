package io.github.cloudunmap.daemon;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reloads the configuration file when its content differs from the configuration in effect, as when a mounted
 * ConfigMap is updated. Content with problems is tried again only after {@link #RETRY_AFTER}, so that the log does not
 * repeat the problems at every look. Not thread-safe.
 */
final class ConfigWatch {
    static final Duration EVERY = Duration.ofSeconds(10);
    static final Duration RETRY_AFTER = Duration.ofMinutes(5);
    private static final long LOOKS_BEFORE_RETRY = RETRY_AFTER.dividedBy(EVERY);

    private final Supplier<Optional<String>> content;
    private final Supplier<String> inEffect;
    private final Runnable reload;
    private String tried = "";
    private long looksSinceTried;

    /**
     * @param content gives the digest of the file's content; empty while the file cannot be read, as in the middle of
     *     an update
     * @param inEffect gives the digest of the configuration in effect
     */
    ConfigWatch(Supplier<Optional<String>> content, Supplier<String> inEffect, Runnable reload) {
        this.content = content;
        this.inEffect = inEffect;
        this.reload = reload;
    }

    void look() {
        looksSinceTried++;
        content.get()
                .filter(digest -> !digest.equals(inEffect.get()))
                .filter(digest -> !digest.equals(tried) || looksSinceTried >= LOOKS_BEFORE_RETRY)
                .ifPresent(digest -> {
                    tried = digest;
                    looksSinceTried = 0;
                    reload.run();
                });
    }
}
