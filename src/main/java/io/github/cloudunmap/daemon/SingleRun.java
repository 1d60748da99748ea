package io.github.cloudunmap.daemon;

import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/**
 * One service's part of a single run: a pass, and a second one if the first left registrations settling. Guarded by
 * the controller's lock.
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

    /** Completes after the last pass, with true if all passes succeeded. */
    CompletableFuture<Boolean> done() {
        return done;
    }

    /**
     * When the next pass is due; empty if that was the last. There is no third pass, even if the second leaves
     * registrations settling.
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
