package io.github.cloudunmap.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Whatever happens, nothing live is removed, and what is dead goes in the end. */
final class SimulationTest {
    /** One seed to repeat. */
    private static final Optional<Long> ONE = Optional.ofNullable(Long.getLong("sim.seed"));

    private static final long FIRST = Long.getLong("sim.first", 0);
    private static final int SEEDS = Integer.getInteger("sim.seeds", 300);

    @Test
    void holdsAllRulesWhateverHappens() {
        LongStream seeds = ONE.map(LongStream::of).orElseGet(() -> LongStream.range(FIRST, FIRST + SEEDS));
        List<String> violations = seeds.parallel()
                .boxed()
                .flatMap(seed -> Simulation.run(seed, ONE.isPresent() ? System.out::println : null).stream()
                        .map(violation -> repeatable(seed, violation)))
                .toList();
        assertThat(violations).isEmpty();
    }

    private static String repeatable(long seed, String violation) {
        return "mvn -q test -Dtest=SimulationTest -Dsim.seed=" + seed + ": " + violation;
    }
}
