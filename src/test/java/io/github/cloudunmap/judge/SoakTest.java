package io.github.cloudunmap.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.inmemory.Account;
import io.github.cloudunmap.inmemory.Calls;
import io.github.cloudunmap.inmemory.InMemoryAws;
import io.github.cloudunmap.inmemory.MessageQueue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A real process with hundreds of services for half an hour, on an AWS in which everything happens: it is killed and
 * told to reload, AWS throttles as it is known to, a region lies. Every removal is judged when AWS accepts it, and the
 * journal is compared with the history of the AWS.
 *
 * <p>{@code -Dsoak.minutes} switches it on and is its length. {@code -Dsoak.services} is the number of services,
 * {@code -Dsoak.kill-seconds} and {@code -Dsoak.reload-seconds} are the times between two kills and two reloads,
 * {@code -Dsoak.seed} chooses what happens.
 */
@Tag("long")
@EnabledIfSystemProperty(named = "soak.minutes", matches = "[0-9]+", disabledReason = "it takes as many minutes")
final class SoakTest {
    private static final int SECONDS = 60 * Integer.getInteger("soak.minutes", 0);
    private static final int SERVICES = Integer.getInteger("soak.services", 300);
    private static final int KILL_SECONDS = Integer.getInteger("soak.kill-seconds", 180);
    private static final int RELOAD_SECONDS = Integer.getInteger("soak.reload-seconds", 10);
    private static final int PAUSE_MS = Integer.getInteger("soak.pause-ms", 25);
    private static final int SAMPLE_SECONDS = 2;
    private static final int MOST_HOSTS = 8;
    private static final int FAILING_PERCENT = 2;
    private static final int LOST_PERCENT = 4;
    private static final int START_SECONDS = 60;
    private static final int QUIET_SECONDS = 180;
    private static final int SHOWN = 20;

    private final long seed = Long.getLong("soak.seed", System.nanoTime());
    private final List<JudgedService> services = JudgedService.many(SERVICES);
    private final Faults faults = new Faults(FAILING_PERCENT, LOST_PERCENT, new Random(seed + 1));
    private final JudgedAws judged =
            new JudgedAws(services, MOST_HOSTS, SoakConfiguration.LONGEST_SETTLE_TIME, faults, new Random(seed));
    private final Path directory = Path.of("target", "soak");
    private final ProcessFigures figures = new ProcessFigures();
    private final List<Instant> kills = new ArrayList<>();
    private long lifeBegan;
    private int reloads;

    @BeforeEach
    void clear() throws IOException {
        Path state = Files.createDirectories(directory.resolve("state"));
        try (Stream<Path> files = Files.list(state)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void losesNothingThatLivesAndGrowsNowhere() throws Exception {
        System.out.println("soak: -Dsoak.minutes=" + SECONDS / 60 + " -Dsoak.seed=" + seed);
        Path state = directory.resolve("state");
        SoakConfiguration configuration = new SoakConfiguration(services, state, queue().url(), new Random(seed + 2));
        Lies lies = new Lies(judged.world(), judged.truth(), System::nanoTime, new Random(seed + 3));
        judged.aws().limits().setKnown();
        try (judged;
                JudgedProgram program = new JudgedProgram(
                        judged.aws(), directory, configuration, Duration.ofSeconds(SECONDS + 2L * QUIET_SECONDS))) {
            begin(program);
            judged.liveDuring(PAUSE_MS, lies::step, () -> disturb(program));
            lies.end();
            configuration.complete();
            killAndRestart(program);
            awaitWork(program);
            int left = judged.truth().dead().size();
            Waiting.await(QUIET_SECONDS, () -> judged.truth().dead().isEmpty());
            assertThat(program.stop()).as("exit code").isZero();
            judge(JournalAudit.read(state), lies.told(), left);
        }
    }

    private MessageQueue queue() {
        Account account = judged.aws().account(InMemoryAws.DEFAULT_ACCOUNT);
        MessageQueue queue = account.queue(JudgedService.REGIONS.get(0), "changes");
        JudgedService.REGIONS.forEach(region -> account.events(region).sendTo(queue));
        return queue;
    }

    private void begin(JudgedProgram program) throws IOException, InterruptedException {
        program.start();
        awaitWork(program);
        lifeBegan = System.nanoTime();
    }

    private void killAndRestart(JudgedProgram program) throws IOException, InterruptedException {
        program.kill();
        kills.add(Instant.now());
        program.start();
        lifeBegan = System.nanoTime();
    }

    private static void awaitWork(JudgedProgram program) throws InterruptedException {
        Waiting.await(START_SECONDS, program::works);
        assertThat(program.works()).as("a pass has begun").isTrue();
    }

    /** Reloads, kills and samples for the time of the soak. */
    private void disturb(JudgedProgram program) throws Exception {
        long start = System.nanoTime();
        for (int second = 1; second <= SECONDS; second++) {
            long left = start + second * 1_000_000_000L - System.nanoTime();
            Waiting.pause(Math.max(0, left / 1_000_000));
            if (second % KILL_SECONDS == 0 && second < SECONDS) {
                killAndRestart(program);
            } else if (second % RELOAD_SECONDS == 0 && program.reload()) {
                reloads++;
            }
            if (second % SAMPLE_SECONDS == 0) {
                figures.sample(program.pid(), kills.size(), (System.nanoTime() - lifeBegan) / 1_000_000_000L);
            }
            if (second % 60 == 0) {
                System.out.println("soak: " + second / 60 + " min: "
                        + judged.judge().summary() + ", dead "
                        + judged.truth().dead().size());
            }
        }
    }

    private void judge(JournalAudit.Journal journal, int lies, int deadAtTheEnd) throws IOException {
        Judge judge = judged.judge();
        List<AcceptedRemoval> history = judged.history();
        List<String> problems = JournalAudit.problems(history, journal, kills, faults.lost());
        report(journal, lies, deadAtTheEnd, problems);
        judge.breaches().stream().limit(SHOWN).forEach(System.out::println);
        problems.stream().limit(SHOWN).forEach(System.out::println);
        assertThat(judge.breaches().size()).as("breaches of the promise").isZero();
        assertThat(judged.truth().dead()).as("dead, but still registered").isEmpty();
        assertThat(judge.removals()).isEqualTo(history.size()).isPositive();
        assertThat(problems.size()).as("problems of the journal").isZero();
        assertThat(figures.growth()).as("growth").isEmpty();
    }

    private void report(JournalAudit.Journal journal, int lies, int deadAtTheEnd, List<String> problems)
            throws IOException {
        Judge judge = judged.judge();
        List<String> rows = new ArrayList<>(List.of(
                "| Figure | Value |",
                "|---|---|",
                "| minutes, services, registrations at the end | " + SECONDS / 60 + ", " + SERVICES + ", "
                        + registrations() + " |",
                "| passes (lists), removals, breaches | "
                        + judged.aws().calls().count("ListInstances") + ", " + judge.removals() + ", "
                        + judge.breaches().size() + " |",
                "| dead when the quiet began, left dead | " + deadAtTheEnd + ", "
                        + judged.truth().dead().size() + " |",
                "| journal: lines, unreadable, unknown, failed, problems | " + journal.lines() + ", "
                        + journal.unreadable() + ", " + journal.count("unknown") + ", " + journal.count("failed")
                        + ", " + problems.size() + " |",
                "| reloads, kills, lies | " + reloads + ", " + kills.size() + ", " + lies + " |",
                "| calls failed, removals' answers lost, throttled by the limits | " + faults.failed() + ", "
                        + faults.lost() + ", " + throttled() + " |",
                "| RSS MB, least / median / most | " + figures.spread(ProcessFigures.Sample::rssKb, 1000) + " |",
                "| threads, least / median / most | " + figures.spread(ProcessFigures.Sample::threads, 1) + " |",
                "| descriptors, least / median / most | " + figures.spread(ProcessFigures.Sample::descriptors, 1)
                        + " |"));
        rows.addAll(figures.rows());
        rows.add("| load of the machine at the end | "
                + Files.readString(Path.of("/proc/loadavg")).strip() + " |");
        rows.forEach(System.out::println);
        Files.write(directory.resolve("figures.md"), rows);
    }

    private int registrations() {
        return services.stream()
                .mapToInt(service -> judged.truth().registrations(service).size())
                .sum();
    }

    private long throttled() {
        Calls calls = judged.aws().calls();
        return calls.errors("DescribeInstances", "RequestLimitExceeded")
                - faults.throttled("DescribeInstances")
                + Stream.of("ListInstances", "DeregisterInstance", "GetOperation")
                        .mapToLong(each -> calls.errors(each, "ThrottlingException") - faults.throttled(each))
                        .sum();
    }
}
