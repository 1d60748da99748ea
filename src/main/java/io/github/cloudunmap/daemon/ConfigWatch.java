package io.github.cloudunmap.daemon;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Notices that a configuration file has other content than the one in effect, as a mounted ConfigMap has once it is
 * updated. Content that could not be taken over is told once, not at every look. For one thread.
 */
final class ConfigWatch {
    static final Duration EVERY = Duration.ofSeconds(10);

    private final Supplier<Optional<String>> content;
    private final Supplier<String> inEffect;
    private final Runnable reload;
    private String asked = "";

    /**
     * @param content the digest of the file; empty while it cannot be read, as in the middle of an update
     * @param inEffect the digest of what is in effect
     */
    ConfigWatch(Supplier<Optional<String>> content, Supplier<String> inEffect, Runnable reload) {
        this.content = content;
        this.inEffect = inEffect;
        this.reload = reload;
    }

    void look() {
        content.get()
                .filter(digest -> !digest.equals(inEffect.get()) && !digest.equals(asked))
                .ifPresent(digest -> {
                    asked = digest;
                    reload.run();
                });
    }
}
