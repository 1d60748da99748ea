package io.github.cloudunmap.daemon;

import io.github.cloudunmap.daemon.Endpoint.Api;
import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Workers and their tasks. The test ends each task by hand, and the time passes when the test says so. */
final class SteppedTasks {
    static final Endpoint SLOW = cloudMap("eu-west-1");
    static final Endpoint WELL = cloudMap("us-east-1");

    final StandingTime time = new StandingTime();
    /** What has begun and not ended, in the order of its beginning. */
    final Deque<Runnable> begun = new ArrayDeque<>();

    final List<Duration> rings = new ArrayList<>();
    final List<Runnable> ringing = new ArrayList<>();
    final FairWorkers workers = new FairWorkers(8, begun::add, this::ring, time);
    final List<String> ended = new ArrayList<>();

    /** Both endpoints have answered. */
    SteppedTasks() {
        workers.answered(SLOW);
        workers.answered(WELL);
    }

    static long noLimit() {
        return 0;
    }

    static Endpoint cloudMap(String region) {
        return new Endpoint(Api.CLOUD_MAP, region, null, null);
    }

    void hand(List<String> names, Endpoint endpoint) {
        names.forEach(name -> hand(name, endpoint));
    }

    Runnable hand(String name, Endpoint endpoint) {
        return workers.runAt(time.nanos(), Set.of(endpoint), SteppedTasks::noLimit, () -> ended.add(name));
    }

    Runnable handLater(String name, long seconds) {
        return workers.runAt(
                time.nanos() + Duration.ofSeconds(seconds).toNanos(),
                Set.of(WELL),
                SteppedTasks::noLimit,
                () -> ended.add(name));
    }

    Runnable ring(Duration delay, Runnable action) {
        rings.add(delay);
        ringing.add(action);
        return () -> ringing.remove(action);
    }

    void endOne() {
        begun.remove().run();
    }

    void endAll() {
        while (!begun.isEmpty()) {
            endOne();
        }
    }

    /** Begins right before nanoseconds overflow. */
    static final class StandingTime implements TimeSource {
        private long nanos = Long.MAX_VALUE - 1;

        void passes(long seconds) {
            nanos += Duration.ofSeconds(seconds).toNanos();
        }

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public <T> T await(String what, CompletableFuture<T> answer, Duration atMost) {
            if (!answer.isDone()) {
                throw new ApiFailure("Timeout", what);
            }
            return answer.join();
        }
    }
}
