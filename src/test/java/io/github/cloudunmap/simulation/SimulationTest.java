package io.github.cloudunmap.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.config.LogFormat;
import io.github.cloudunmap.config.LogLevel;
import io.github.cloudunmap.logging.Logging;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever happens, nothing live is removed, and what is dead goes in the end. */
final class SimulationTest {
    /** One seed to repeat, and to be told all of. */
    private static final Optional<Long> ONE = Optional.ofNullable(Long.getLong("sim.seed"));

    private static final int SEEDS = Integer.getInteger("sim.seeds", 500);

    @BeforeEach
    void quiet() {
        Logging.configure(LogLevel.CRITICAL, LogFormat.TEXT);
    }

    @Test
    void holdsAllRulesWhateverHappens() {
        LongStream seeds = ONE.map(LongStream::of).orElseGet(() -> LongStream.range(0, SEEDS));
        List<String> violations = seeds.parallel()
                .boxed()
                .flatMap(seed -> Simulation.run(seed, ONE.isPresent() ? System.out::println : null).stream()
                        .map(violation -> "mvn -q test -Dtest=SimulationTest -Dsim.seed=" + seed + ": " + violation))
                .toList();
        assertThat(violations).isEmpty();
    }

    @Test
    void tellsTheSameStoryForTheSameSeed() {
        List<String> once = new ArrayList<>();
        List<String> again = new ArrayList<>();

        Simulation.run(7, once::add);
        Simulation.run(7, again::add);

        assertThat(once).hasSizeGreaterThan(100).isEqualTo(again);
    }
}
