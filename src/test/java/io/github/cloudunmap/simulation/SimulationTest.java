package io.github.cloudunmap.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.cloudunmap.reconcile.Plan;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import io.github.cloudunmap.reconcile.Verdict;
import io.github.cloudunmap.reconcile.Verdict.StaleReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whatever happens, nothing live is removed, and what is dead goes in the end. */
@Tag("long")
final class SimulationTest {
    /** One seed to repeat, and to be told all of. */
    private static final Optional<Long> ONE = Optional.ofNullable(Long.getLong("sim.seed"));

    private static final int SEEDS = Integer.getInteger("sim.seeds", 500);

    /** In so many runs, passes have ended in every way. */
    private static final int VARIED = 300;

    /** What one run has shown: the first violation, and how its passes ended. */
    private record Run(long seed, Optional<String> violation, List<String> endings) {
        static Run of(long seed) {
            List<String> endings = new ArrayList<>();
            Consumer<String> keepEndings = line -> {
                if (line.contains(" ends in ")) {
                    endings.add(line);
                }
            };
            return new Run(seed, Simulation.run(seed, seed < VARIED ? keepEndings : null), endings);
        }
    }

    private static List<Run> runs = List.of();

    @BeforeAll
    static void run() {
        runs = ONE.map(seed -> List.of(new Run(seed, Simulation.run(seed, System.out::println), List.of())))
                .orElseGet(() ->
                        LongStream.range(0, SEEDS).parallel().mapToObj(Run::of).toList());
    }

    @Test
    void holdsAllRulesWhateverHappens() {
        assertThat(runs.stream()
                        .flatMap(run -> run.violation().stream()
                                .map(violation -> "mvn -q test -Dtest=SimulationTest -Dsim.seed=" + run.seed() + ": "
                                        + violation)))
                .isEmpty();
    }

    @Test
    void comesAcrossEverythingThatAPassCanEndIn() {
        assumeThat(runs).hasSizeGreaterThanOrEqualTo(VARIED);
        List<String> endings =
                runs.stream().flatMap(run -> run.endings().stream()).toList();

        Stream.of(
                        Stream.of(ReconcileReport.Result.values()),
                        Stream.of(Plan.Rule.values()),
                        Stream.of(StaleReason.values()).map(reason -> Verdict.Kind.STALE + " " + reason),
                        Stream.of(Verdict.Kind.values()).filter(kind -> kind != Verdict.Kind.OPEN),
                        Stream.of(RemovalResult.values()),
                        Stream.of("FailedOperation", "ExpiredToken", "Timeout"))
                .flatMap(words -> words)
                .forEach(word -> assertThat(endings).as("%s", word).anyMatch(line -> line.contains(word.toString())));
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
