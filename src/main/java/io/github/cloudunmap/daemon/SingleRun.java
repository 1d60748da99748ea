package io.github.cloudunmap.daemon;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One service's part of a {@code --single-run}: a pass, and a second pass if the first left registrations settling. A
 * settling registration is not removed until EC2's answers have agreed for {@code settle-time} that it is stale.
 * Guarded by the controller's lock.
 */
final class SingleRun {
    private static final Logger LOG = LoggerFactory.getLogger(SingleRun.class);

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
     * Notes the end of a pass. A second pass follows if the first has left registrations settling: stale, but EC2's
     * answers have not agreed on this for {@code settle-time} yet. No third pass follows.
     *
     * @return the due time of the next pass, in monotonic nanoseconds; empty if the pass that ended was the last
     */
    OptionalLong after(PassEnd pass) {
        succeeded = succeeded && pass.succeeded();
        passes++;
        return passes == 1 ? pass.settledAt() : OptionalLong.empty();
    }

    void logNext(Duration left) {
        LOG.atInfo()
                .addKeyValue("service_id", loop.serviceId())
                .log(
                        "Service {} has a second pass in {} s, because stale registrations are still settling",
                        loop.serviceId(),
                        left.toSeconds());
    }

    /** Completes after the last pass of all these services, with true if all passes succeeded. */
    static CompletableFuture<Boolean> allDone(List<SingleRun> runs) {
        List<CompletableFuture<Boolean>> done =
                runs.stream().map(SingleRun::done).toList();
        return CompletableFuture.allOf(done.toArray(CompletableFuture[]::new))
                .thenApply(all -> done.stream().allMatch(CompletableFuture::join));
    }

    /** Ends this service's part: no further pass begins. */
    void end() {
        done.complete(succeeded);
    }
}
