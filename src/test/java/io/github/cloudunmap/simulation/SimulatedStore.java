package io.github.cloudunmap.simulation;

import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.state.Memory;
import io.github.cloudunmap.state.MemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The state directory of one program, on a disk that is full at times. It outlives the program's processes. */
final class SimulatedStore {
    private static final int FULL_ONE_IN = 8;
    /** For so long, a restart uses what selections have found. */
    private static final Duration FINDINGS_HOLD = Duration.ofDays(1);

    /**
     * What was saved, and what the judges knew then. They may expect of the next process what could be saved, and no
     * more.
     */
    private record Saved(Memory memory, Watch.Remembered remembered, long at, Instant wall) {}

    private final Random random;
    private final SimulatedTime time;
    private @Nullable Saved saved;

    /** @param random a source of its own, so that a run without a state directory is the same as ever */
    SimulatedStore(Random random, SimulatedTime time) {
        this.random = random;
        this.time = time;
    }

    /** The store as one process uses it. */
    MemoryStore of(Watch watch) {
        return new MemoryStore() {
            @Override
            public Optional<Memory> load() {
                return Optional.ofNullable(saved).map(Saved::memory);
            }

            @Override
            public void save(Memory memory) {
                if (random.nextInt(FULL_ONE_IN) == 0) {
                    throw new ApiFailure("MemoryUnwritable", "no space left on device");
                }
                saved = new Saved(memory, watch.remembered(), time.nanos(), time.now());
            }

            @Override
            public boolean isAsSaved() {
                return saved != null;
            }
        };
    }

    /**
     * What the judges may expect the next process to know. Between the saving and now, the wall clock tells how much
     * time went by: a clock that was set forward ends waits early, and one that was set back makes them longer.
     */
    Watch.Remembered remembered() {
        Saved last = saved;
        if (last == null) {
            return Watch.Remembered.NOTHING;
        }
        Duration passed = Duration.between(last.wall, time.now());
        long counted = passed.isNegative() ? 0 : passed.toNanos();
        Watch.Remembered later = last.remembered.later(time.nanos() - last.at - counted);
        return passed.compareTo(FINDINGS_HOLD) < 0 ? later : later.withoutFindings();
    }
}
