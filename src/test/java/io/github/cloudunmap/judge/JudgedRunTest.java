package io.github.cloudunmap.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A real process on an AWS in which everything happens. Every removal is judged at the moment at which AWS accepts it.
 *
 * <p>{@code -Djudge.seconds} is the length of the churn, {@code -Djudge.seed} chooses what happens. The same seed does
 * the same things in the same order, but threads and the process decide when.
 *
 * <p>What it cannot see: readings are known by id and not by pass, so a reading that another pass makes right before a
 * removal counts as its last. Lags end two seconds below the settle-time, so none of this shows what a longer lag
 * does. A removal that AWS refuses is not judged.
 */
@Tag("long")
final class JudgedRunTest {
    private static final Duration SETTLE_TIME = Duration.ofSeconds(8);
    /**
     * With their defaults, what has died would pass for alive until long after the quiet time, and so would a region
     * stay suspect of which two of three instances have ended and vanished at once.
     */
    private static final String SETTINGS = "ec2-cache-ttl: 5s\nsuspect-hold: 10s\ndefaults:\n  settle-time: "
            + SETTLE_TIME.toSeconds() + "s\nservices:\n";

    private static final long SECONDS = Long.getLong("judge.seconds", 20);
    private static final Duration LONGEST_LIFE = Duration.ofMinutes(5);
    private static final int MOST_HOSTS = 14;
    private static final int QUIET_SECONDS = 40;
    private static final int PAUSE_MS = 25;
    private static final int SHOWN = 20;
    private static final int FAILING_PERCENT = 3;
    private static final int LOST_PERCENT = 5;

    private final long seed = Long.getLong("judge.seed", System.nanoTime());
    private final Random events = new Random(seed + 2);
    private final Random frequencies = new Random(seed + 3);

    @Test
    void removesNothingThatLivesAndLeavesNothingDead() throws Exception {
        System.out.println("judged run: -Djudge.seconds=" + SECONDS + " -Djudge.seed=" + seed);
        Faults faults = new Faults(FAILING_PERCENT, LOST_PERCENT, new Random(seed + 1));
        Path directory = Path.of("target", "judge");
        try (JudgedAws judged = new JudgedAws(JudgedService.FEW, MOST_HOSTS, SETTLE_TIME, faults, new Random(seed));
                JudgedProgram program = new JudgedProgram(judged.aws(), directory, this::configuration, LONGEST_LIFE)) {
            program.start();
            Waiting.await(QUIET_SECONDS, program::works);
            assertThat(program.works()).isTrue();
            judged.liveDuring(PAUSE_MS, () -> {}, () -> disturb(program));
            Waiting.await(QUIET_SECONDS, () -> judged.truth().dead().isEmpty());
            program.close();
            Judge judge = judged.judge();
            System.out.println("judged run: " + judge.summary());
            judge.breaches().stream().limit(SHOWN).forEach(System.out::println);
            assertThat(judge.breaches().size()).as("breaches of the promise").isZero();
            assertThat(judged.truth().dead()).as("dead, but still registered").isEmpty();
            assertThat(judge.removals()).isPositive();
        }
    }

    /** Reloads and kills for the time of the run. */
    private void disturb(JudgedProgram program) throws Exception {
        long untilKill = Math.min(SECONDS / 2, 20);
        for (long second = 0; second < SECONDS; second++) {
            Waiting.pause(1_000);
            if (untilKill-- == 0) {
                program.kill();
                program.start();
                untilKill = 12L + events.nextInt(30);
            } else if (events.nextInt(4) == 0) {
                program.reload();
            }
        }
    }

    private String configuration() {
        return SETTINGS
                + JudgedService.FEW.stream()
                        .map(service -> service.yaml(
                                service.instancesRegions(), Map.of("frequency", 1 + frequencies.nextInt(3) + "s")))
                        .collect(Collectors.joining());
    }
}
