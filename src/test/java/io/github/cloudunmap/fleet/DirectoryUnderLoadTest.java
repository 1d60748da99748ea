package io.github.cloudunmap.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.Ec2Instance;
import io.github.cloudunmap.reconcile.Ec2Instance.State;
import io.github.cloudunmap.reconcile.Sighting;
import io.github.cloudunmap.reconcile.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real threads on one directory: nobody is left waiting, misled or given an old answer. */
class DirectoryUnderLoadTest {
    private static final int THREADS = 8;
    private static final int LOOKUPS = 300;
    private static final int IDS = 600;
    private static final Duration HOLD = Duration.ofMinutes(15);

    /** Ticks on every look, so that any two moments differ. */
    private final AtomicLong ticks = new AtomicLong();

    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger mostInFlight = new AtomicInteger();

    @Test
    @Timeout(60) // only ends a deadlock
    void everyLookupGetsTheTruthAsOfItsTime() throws Exception {
        ExecutorService requests = Executors.newFixedThreadPool(THREADS);
        ExecutorService callers = Executors.newFixedThreadPool(THREADS);
        try {
            var directory = Directories.alone(
                    "us-east-1",
                    region(),
                    requests,
                    () -> new DirectorySettings(Duration.ZERO, HOLD),
                    time(),
                    FleetObserver.NONE);
            List<Callable<Integer>> work = new ArrayList<>();
            for (int caller = 0; caller < THREADS; caller++) {
                SplittableRandom random = new SplittableRandom(caller);
                work.add(() -> lookUpAgainAndAgain(directory, random));
            }
            for (Future<Integer> caller : callers.invokeAll(work)) {
                assertThat(caller.get()).isEqualTo(LOOKUPS);
            }
            assertThat(mostInFlight).hasValueLessThanOrEqualTo(RequestCycles.REQUESTS_AT_ONCE);
        } finally {
            callers.shutdownNow();
            requests.shutdownNow();
        }
    }

    private int lookUpAgainAndAgain(SharedInstanceDirectory directory, SplittableRandom random) throws Exception {
        for (int lookup = 0; lookup < LOOKUPS; lookup++) {
            Set<String> ids = random.ints(1 + random.nextInt(300), 0, IDS)
                    .mapToObj(DirectoryUnderLoadTest::id)
                    .collect(Collectors.toSet());
            long notBefore = ticks.incrementAndGet();
            Map<String, Sighting> answer = directory.lookUp(ids, notBefore).get(30, TimeUnit.SECONDS);
            assertThat(answer.keySet()).isEqualTo(ids);
            answer.forEach((id, sighting) -> {
                assertThat(sighting.instance().isPresent()).isEqualTo(exists(id));
                assertThat(sighting.evidence().isSince(notBefore)).isTrue();
            });
        }
        return LOOKUPS;
    }

    private Ec2Reader.Answer describe(Set<String> ids) {
        mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
        List<Ec2Instance> instances = ids.stream()
                .filter(DirectoryUnderLoadTest::exists)
                .map(id -> new Ec2Instance(id, State.RUNNING, List.of("10.0.0.1"), List.of(), "111111111111"))
                .toList();
        inFlight.decrementAndGet();
        return new Ec2Reader.Answer("req-" + ticks.get(), instances);
    }

    private Ec2Reader region() {
        return new Ec2Reader() {
            @Override
            public Answer describe(Set<String> ids) {
                return DirectoryUnderLoadTest.this.describe(ids);
            }

            @Override
            public Page scan(@Nullable String token) {
                throw new ApiFailure("UnauthorizedOperation", "no scans");
            }
        };
    }

    private static String id(int number) {
        return "i-" + number;
    }

    private static boolean exists(String id) {
        return id.hashCode() % 3 != 0;
    }

    private TimeSource time() {
        return new TimeSource() {
            @Override
            public Instant now() {
                return Instant.EPOCH;
            }

            @Override
            public long nanos() {
                return ticks.incrementAndGet();
            }

            @Override
            public <T> T await(String what, CompletableFuture<T> answer, Duration atMost) {
                throw new UnsupportedOperationException("a directory does not wait");
            }
        };
    }
}
