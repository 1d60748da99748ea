package io.github.cloudunmap.judge;

import io.github.cloudunmap.inmemory.LaunchedInstance;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets one region at a time lie for a while: show nothing, show less than half of its instances, or answer as it would
 * have some seconds before. The thread of the churn calls it.
 */
final class Lies {
    private static final Duration LONGEST_LAG = Duration.ofSeconds(6);
    private static final int HIDDEN_PERCENT = 80;
    /** An answer that lags and one that leaves out the instance would together look like a lasting "no". */
    private static final Duration SPARED = Duration.ofSeconds(20);

    private enum Kind {
        NOTHING,
        LESS_THAN_HALF,
        OLDER
    }

    private final World world;
    private final Truth truth;
    private final LongSupplier nanos;
    private final Random random;
    private @Nullable String lying;
    private long next;
    private int told;

    Lies(World world, Truth truth, LongSupplier nanos, Random random) {
        this.world = world;
        this.truth = truth;
        this.nanos = nanos;
        this.random = random;
        this.next = nanos.getAsLong() + seconds(30, 20);
    }

    /** Begins or ends a lie, if it is time to. */
    void step() {
        if (nanos.getAsLong() - next < 0) {
            return;
        }
        if (lying == null) {
            String region = JudgedService.REGIONS.get(random.nextInt(JudgedService.REGIONS.size()));
            lying = region;
            next = nanos.getAsLong() + seconds(12, 15);
            begin(region, Kind.values()[told++ % Kind.values().length]);
        } else {
            end();
            next = nanos.getAsLong() + seconds(45, 30);
        }
    }

    /** Ends the lie that is being told. */
    void end() {
        if (lying != null) {
            world.beTruthful(lying);
            lying = null;
        }
    }

    int told() {
        return told;
    }

    private void begin(String region, Kind kind) {
        System.out.println("soak: " + region + " shows " + kind.name().toLowerCase(Locale.ROOT));
        switch (kind) {
            case NOTHING -> world.blackOut(region);
            case LESS_THAN_HALF -> {
                List<String> hidden = world.instances(region).stream()
                        .map(LaunchedInstance::id)
                        .filter(id -> truth.isUnchangedFor(SPARED, id))
                        .filter(id -> random.nextInt(100) < HIDDEN_PERCENT)
                        .toList();
                world.hideAll(region, hidden);
            }
            case OLDER -> world.lagAll(region, LONGEST_LAG);
        }
    }

    private long seconds(int least, int more) {
        return Duration.ofSeconds(least + random.nextInt(more)).toNanos();
    }
}
