package io.github.cloudunmap.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.demo.InMemoryAws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
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
    private static final String SETTLE_LINES = "defaults:\n  settle-time: " + SETTLE_TIME.toSeconds() + "s\n";
    private static final long SECONDS = Long.getLong("judge.seconds", 20);
    private static final int QUIET_SECONDS = 40;
    private static final int PAUSE_MS = 25;
    private static final int SHOWN = 20;
    private static final CountDownLatch NEVER = new CountDownLatch(1);

    private final long seed = Long.getLong("judge.seed", System.nanoTime());
    private final InMemoryAws aws = InMemoryAws.start();
    private final Truth truth = new Truth(System::nanoTime);
    private final Readings readings = new Readings(truth);
    private final Judge judge = new Judge(truth, readings, SETTLE_TIME);
    private final Churn churn = new Churn(new World(aws, truth), truth, new Random(seed));
    private final Faults faults = new Faults(new Random(seed + 1));
    private final Random events = new Random(seed + 2);

    @AfterEach
    void close() {
        aws.close();
    }

    @Test
    void removesNothingThatLivesAndLeavesNothingDead() throws Exception {
        System.out.println("judged run: -Djudge.seconds=" + SECONDS + " -Djudge.seed=" + seed);
        prepare();
        Path directory = Files.createDirectories(Path.of("target", "judge"));
        Files.deleteIfExists(directory.resolve("program.log"));
        try (JudgedProgram program = new JudgedProgram(aws, directory, SETTLE_LINES, new Random(seed + 3))) {
            program.start();
            await(QUIET_SECONDS, program::works);
            assertThat(program.works()).isTrue();
            live(program);
            await(QUIET_SECONDS, () -> truth.dead().isEmpty());
        }
        System.out.println("judged run: " + judge.summary());
        judge.breaches().stream().limit(SHOWN).forEach(System.out::println);
        assertThat(judge.breaches().size()).as("breaches of the promise").isZero();
        assertThat(truth.dead()).as("dead, but still registered").isEmpty();
        assertThat(judge.removals()).isPositive();
    }

    private void prepare() {
        aws.calls().stopLogging();
        aws.account(InMemoryAws.DEFAULT_ACCOUNT).hideManagedResources(true);
        for (JudgedService service : JudgedService.ALL) {
            aws.cloudMap(service.region()).createService(service.id());
            churn.settle(service);
        }
        for (String region : JudgedService.REGIONS) {
            aws.cloudMap(region).onAcceptedRemoval((service, id) -> {
                truth.registration(service, id).ifPresent(removed -> churn.freed(removed.form()));
                judge.accepted(service, id);
            });
        }
        readings.watch(aws);
        faults.befall(aws);
    }

    /** Lets things happen for the time of the run, with reloads and kills in between. */
    private void live(JudgedProgram program) throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(() -> churn(over), "churn");
        thread.setUncaughtExceptionHandler((churning, thrown) -> failure.set(thrown));
        thread.start();
        long untilKill = Math.min(SECONDS / 2, 20);
        for (long second = 0; second < SECONDS; second++) {
            pause(1_000);
            if (untilKill-- == 0) {
                program.killAndRestart();
                untilKill = 12L + events.nextInt(30);
            } else if (events.nextInt(4) == 0) {
                program.reload();
            }
        }
        over.countDown();
        thread.join();
        assertThat(failure.get()).isNull();
        faults.heal();
    }

    private void churn(CountDownLatch over) {
        try {
            while (!over.await(PAUSE_MS, TimeUnit.MILLISECONDS)) {
                churn.step();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    /** Waits for the condition, or for as many seconds in vain. */
    private static void await(int seconds, Condition condition) throws IOException, InterruptedException {
        for (int waited = 0; waited < seconds * 10 && !condition.holds(); waited++) {
            pause(100);
        }
    }

    private static void pause(int millis) throws InterruptedException {
        boolean released = NEVER.await(millis, TimeUnit.MILLISECONDS);
        assertThat(released).isFalse();
    }
}
