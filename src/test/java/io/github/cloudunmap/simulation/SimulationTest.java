package io.github.cloudunmap.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.config.LogFormat;
import io.github.cloudunmap.config.LogLevel;
import io.github.cloudunmap.logging.Logging;
import io.github.cloudunmap.reconcile.Plan;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import io.github.cloudunmap.reconcile.Verdict;
import io.github.cloudunmap.reconcile.Verdict.StaleReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever happens, nothing live is removed, and what is dead goes in the end. */
@Tag("long")
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
    void comesAcrossEverythingThatAPassCanEndIn() {
        List<String> story = new ArrayList<>();
        LongStream.range(0, 300)
                .forEach(seed -> Simulation.run(seed, line -> {
                    if (line.contains(" ends in ")) {
                        story.add(line);
                    }
                }));

        Stream.of(
                        Stream.of(ReconcileReport.Result.values()),
                        Stream.of(Plan.Rule.values()),
                        Stream.of(StaleReason.values()).map(reason -> Verdict.Kind.STALE + " " + reason),
                        Stream.of(Verdict.Kind.values()).filter(kind -> kind != Verdict.Kind.OPEN),
                        Stream.of(RemovalResult.values()),
                        Stream.of("FailedOperation", "ExpiredToken", "Timeout"))
                .flatMap(words -> words)
                .forEach(word -> assertThat(story).as("%s", word).anyMatch(line -> line.contains(word.toString())));
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
