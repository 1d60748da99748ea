package io.github.cloudunmap.simulation;

import io.github.cloudunmap.reconcile.ApiFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** What goes wrong between the program and AWS. */
final class Weather {
    /** After which the program's own deadline around a call ends it. */
    private static final Duration DEADLINE = Duration.ofSeconds(90);

    private static final int SWIFT_MILLIS = 5;

    static final String CLOUD_MAP = "cloud-map";

    /** How a region's EC2 answers in place of the truth. */
    enum Lie {
        /** Nothing. */
        NOTHING,
        /** Less than half of what lives. */
        SOME,
        /** What nobody asked for, by id and in scans. */
        STRANGERS
    }

    /**
     * The fate of a write.
     *
     * @param arrivesAfter when it arrives, in nanoseconds from its sending; never, once or twice
     * @param back how long the answer takes
     */
    record Crossing(List<Long> arrivesAfter, boolean answerIsLost, Duration back) {}

    private final Scheduler scheduler;
    private final RandomGenerator random;
    private final Set<String> down = new HashSet<>();
    private final Map<String, Lie> lying = new HashMap<>();
    private final Set<String> hanging = new HashSet<>();
    private boolean another;
    private boolean dark;
    private boolean expired;
    /** Of a thousand calls, how many run into something. */
    private int troubled;

    /** Of a thousand removals, how many are throttled. */
    private int throttled;

    /** Of a thousand removals, how many lose their answer. */
    private int unanswered;

    private final Set<String> slow = new HashSet<>();
    private int timesSlow;
    private boolean calm;
    private boolean swift;

    Weather(Scheduler scheduler, RandomGenerator random) {
        this.scheduler = scheduler;
        this.random = random;
    }

    void trouble(int ofAThousand) {
        scheduler.tell(() -> "trouble for " + ofAThousand + " of 1000 calls");
        troubled = ofAThousand;
    }

    void throttleRemovals(int ofAThousand) {
        scheduler.tell(() -> ofAThousand + " of 1000 removals are throttled");
        throttled = ofAThousand;
    }

    void loseAnswers(int ofAThousand) {
        scheduler.tell(() -> ofAThousand + " of 1000 removals lose their answer");
        unanswered = ofAThousand;
    }

    /** How long a removal waits for its turn. */
    Duration turnTakes() {
        return throttled == 0 ? Duration.ZERO : Duration.ofMillis(random.nextInt(90_000));
    }

    /** Every other call takes a minute, and gets there: in one region, or in all of AWS, by turns. */
    void slow(boolean now, List<String> regions) {
        slow.clear();
        if (now && timesSlow++ % 2 == 0) {
            slow.add(regions.get(timesSlow / 2 % regions.size()));
        } else if (now) {
            slow.addAll(regions);
            slow.add(CLOUD_MAP);
        }
        scheduler.tell(() -> "slow: " + slow);
    }

    void down(String region) {
        scheduler.tell(() -> region + " is down");
        down.add(region);
    }

    void up(String region) {
        scheduler.tell(() -> region + " is up");
        down.remove(region);
        lying.remove(region);
        hanging.remove(region);
    }

    /** It accepts calls and never answers. */
    void hang(String region) {
        scheduler.tell(() -> region + " hangs");
        hanging.add(region);
    }

    boolean hangs(String region) {
        return hanging.contains(region);
    }

    /** Whether nothing is wrong but that some region hangs. */
    boolean isCalmButHanging() {
        return calm && !hanging.isEmpty();
    }

    /** Its EC2 answers without errors, but not the truth. */
    void lie(String region) {
        if (calm) {
            return;
        }
        Lie lie = Lie.values()[random.nextInt(Lie.values().length)];
        scheduler.tell(() -> region + " answers with " + lie);
        lying.put(region, lie);
    }

    Optional<Lie> lieOf(String region) {
        return Optional.ofNullable(lying.get(region));
    }

    /** EC2 shows nobody anything for a while, in no region. */
    void goDark(Duration time) {
        scheduler.tell(() -> "EC2 shows nothing for " + time);
        dark = true;
        scheduler.at(scheduler.now() + time.toNanos(), () -> dark = false);
    }

    boolean isDark() {
        return dark;
    }

    /** The credentials become another account's, or ours again. */
    void changeCredentials(boolean toAnothers) {
        if (calm) {
            return;
        }
        scheduler.tell(() -> "credentials of " + (toAnothers ? "another account" : "ours"));
        another = toAnothers;
    }

    boolean areCredentialsAnothers() {
        return another;
    }

    /** In the calm, AWS is quick from now on, and its answers do not lag. */
    void beSwift() {
        swift = true;
    }

    boolean isSwift() {
        return swift;
    }

    boolean isCalm() {
        return calm;
    }

    void expireCredentials(boolean now) {
        expired = now;
    }

    void calm() {
        calm = true;
        slow.clear();
        troubled = 0;
        throttled = 0;
        unanswered = 0;
        expired = false;
        down.clear();
        lying.clear();
        another = false;
        dark = false;
    }

    /**
     * One way between the program and AWS.
     *
     * @throws ApiFailure if it ends before the other side
     */
    void travel(String region) {
        if (hanging.contains(region) || (isTroubled() && random.nextBoolean())) {
            scheduler.sleep(DEADLINE);
            throw new ApiFailure("Timeout", "no answer in time");
        }
        scheduler.sleep(latency(region));
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

    /**
     * A removal on its way to AWS: it arrives within its deadline or never.
     *
     * @throws ApiFailure if AWS refuses it, or it is certain that it never got there
     */
    Crossing cross() {
        if (expired || isTroubled() || random.nextInt(1000) < throttled) {
            scheduler.sleep(Duration.ofMillis(1 + random.nextInt(200)));
            throw expired
                    ? new ApiFailure("ExpiredToken", "The security token included in the request is expired")
                    : new ApiFailure("ThrottlingException", "Rate exceeded");
        }
        if (calm) {
            return new Crossing(List.of(latency(CLOUD_MAP).toNanos()), false, latency(CLOUD_MAP));
        }
        List<Long> arrivals = new ArrayList<>();
        int times = random.nextInt(20) == 0 ? random.nextInt(3) : 1;
        for (int i = 0; i < times; i++) {
            boolean late = slow.contains(CLOUD_MAP) || times > 1 || random.nextInt(10) == 0;
            arrivals.add(random.nextLong((late ? Promise.ATTEMPT : Duration.ofMillis(200)).toNanos()));
        }
        return new Crossing(
                List.copyOf(arrivals),
                random.nextInt(20) == 0 || random.nextInt(1000) < unanswered,
                Duration.ofMillis(random.nextInt(200)));
    }

    private Duration latency(String place) {
        if (slow.contains(place)) {
            int more = random.nextInt(40);
            return more < 26 ? Duration.ofMillis(1 + more) : Duration.ofSeconds(30 + more);
        }
        int spread = swift ? SWIFT_MILLIS : !calm && random.nextInt(20) == 0 ? 15_000 : 200;
        return Duration.ofMillis(1 + random.nextInt(spread));
    }

    private boolean isTroubled() {
        return random.nextInt(1000) < troubled;
    }
}
