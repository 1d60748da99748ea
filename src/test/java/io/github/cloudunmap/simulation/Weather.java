package io.github.cloudunmap.simulation;

import io.github.cloudunmap.reconcile.ApiFailure;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.random.RandomGenerator;

/** What goes wrong between the program and AWS. */
final class Weather {
    /** After which the program's own deadline around a call ends it. */
    private static final Duration DEADLINE = Duration.ofSeconds(90);

    private final Scheduler scheduler;
    private final RandomGenerator random;
    private final Set<String> down = new HashSet<>();
    private final Map<String, Long> emptySince = new HashMap<>();
    private boolean expired;
    /** Of a thousand calls, how many run into something. */
    private int troubled;

    private boolean slow;
    private boolean calm;

    Weather(Scheduler scheduler, RandomGenerator random) {
        this.scheduler = scheduler;
        this.random = random;
    }

    void trouble(int ofAThousand) {
        scheduler.tell(() -> "trouble for " + ofAThousand + " of 1000 calls");
        troubled = ofAThousand;
    }

    /** Calls take a minute, and get there. */
    void slow(boolean now) {
        scheduler.tell(() -> now ? "slow" : "no longer slow");
        slow = now;
    }

    void down(String region) {
        scheduler.tell(() -> region + " is down");
        down.add(region);
    }

    void up(String region) {
        scheduler.tell(() -> region + " is up");
        down.remove(region);
        emptySince.remove(region);
    }

    /** Its EC2 answers like one of another account. */
    void empty(String region) {
        if (calm) {
            return;
        }
        scheduler.tell(() -> region + " answers like another account's");
        emptySince.putIfAbsent(region, scheduler.now());
    }

    OptionalLong emptySince(String region) {
        Long since = emptySince.get(region);
        return since == null ? OptionalLong.empty() : OptionalLong.of(since);
    }

    void expireCredentials(boolean now) {
        expired = now;
    }

    void calm() {
        calm = true;
        slow = false;
        troubled = 0;
        expired = false;
        down.clear();
        emptySince.clear();
    }

    /**
     * One way between the program and AWS.
     *
     * @throws ApiFailure if it ends before the other side
     */
    void travel(String region) {
        if (isTroubled() && random.nextBoolean()) {
            scheduler.sleep(DEADLINE);
            throw new ApiFailure("Timeout", "no answer in time");
        }
        scheduler.sleep(latency());
        if (down.contains(region)) {
            throw new ApiFailure("NoAnswer", "connection refused");
        }
        if (expired) {
            throw new ApiFailure("ExpiredToken", "The security token included in the request is expired");
        }
        if (isTroubled()) {
            throw new ApiFailure("RequestLimitExceeded", "Request limit exceeded.");
        }
    }

    private Duration latency() {
        if (slow) {
            return Duration.ofSeconds(30 + random.nextInt(40));
        }
        int spread = !calm && random.nextInt(20) == 0 ? 15_000 : 200;
        return Duration.ofMillis(1 + random.nextInt(spread));
    }

    private boolean isTroubled() {
        return random.nextInt(1000) < troubled;
    }
}
