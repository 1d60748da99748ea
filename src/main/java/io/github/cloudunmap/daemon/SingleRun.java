package io.github.cloudunmap.daemon;

import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * One service's part of a single run: a pass, and a second one where the first left something settling. Guarded by the
 * controller's lock.
 */
final class SingleRun {
    private final ServiceLoop loop;
    private final CompletableFuture<Boolean> done = new CompletableFuture<>();
    private boolean succeeded = true;
    private int passes;

    SingleRun(ServiceLoop loop) {
        this.loop = loop;
    }

    ServiceLoop loop() {
        return loop;
    }

    /** Done with whether all its passes ended in success. */
    CompletableFuture<Boolean> done() {
        return done;
    }

    /**
     * When its next pass is due; empty if that was the last. What begins to settle in a second pass is not waited for.
     */
    OptionalLong after(PassEnd pass) {
        succeeded = succeeded && pass.succeeded();
        passes++;
        return passes == 1 ? pass.settledAt() : OptionalLong.empty();
    }

    /** No further pass begins. */
    void end() {
        done.complete(succeeded);
    }
}
