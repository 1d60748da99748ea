package io.github.cloudunmap.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.LogLines;
import io.github.cloudunmap.address.AddressFamily;
import io.github.cloudunmap.reconcile.Evidence;
import io.github.cloudunmap.reconcile.Plan.Removal;
import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import io.github.cloudunmap.reconcile.RegisteredInstance;
import io.github.cloudunmap.reconcile.RemovalJournal;
import io.github.cloudunmap.reconcile.RemovalJournal.Ending;
import io.github.cloudunmap.reconcile.Verdict.Stale;
import io.github.cloudunmap.reconcile.Verdict.StaleReason;
import io.github.cloudunmap.reconcile.VirtualTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the journal tells the operator. */
final class JournalLogTest {
    private static final JournaledService SERVICE =
            new JournaledService("srv-web", "us-east-1", List.of("us-east-1"), null, null, List.of(AddressFamily.IPV4));

    private final LogLines log = new LogLines("state");

    @TempDir
    Path parent;

    private Path directory;
    private Journal journal;

    @BeforeEach
    void opens() {
        directory = parent.resolve("state");
        journal = open();
    }

    @AfterEach
    void closes() {
        journal.close();
        log.close();
    }

    @Test
    void tellsNothingOfAJournalThatIsWhole() {
        RemovalJournal ofService = journal.of(SERVICE);
        ofService.begin("pass-1", removal("i-1"));
        ofService.end("pass-1", deregistered("i-1"));

        reopen();

        assertThat(log.lines()).isEmpty();
    }

    @Test
    void tellsThatTheLastLineWasCutOffAndWhatIsNotKnownOfARemoval() throws Exception {
        journal.of(SERVICE).begin("pass-1", removal("i-1"));
        Path file = directory.resolve("removals.jsonl");
        Files.writeString(file, "{\"v\":1,\"type\":\"outc", StandardOpenOption.APPEND);

        reopen();

        assertThat(log.lines())
                .containsExactly(
                        "WARN The last line of " + file
                                + " was cut off, as by a crash or a full disk; it is left as it is",
                        "WARN Whether instance i-1 was removed from service srv-web is not known: the process was"
                                + " stopped");
    }

    @Test
    void tellsOnceThatOutcomesCannotBeWrittenUntilTheyCanBeAgain() throws Exception {
        String unwritable = "ERROR " + directory.resolve("removals.jsonl")
                + " cannot be written: no such file or directory; outcomes are written once it can be";
        RemovalJournal ofService = journal.of(SERVICE);
        Path elsewhere = parent.resolve("elsewhere");

        Files.move(directory, elsewhere);
        ofService.end("pass-1", deregistered("i-1"));
        ofService.end("pass-1", deregistered("i-2"));
        assertThat(log.lines()).containsExactly(unwritable);

        Files.move(elsewhere, directory);
        ofService.begin("pass-1", removal("i-3"));
        Files.move(directory, elsewhere);
        ofService.end("pass-1", deregistered("i-3"));
        assertThat(log.lines()).containsExactly(unwritable, unwritable);

        Files.move(elsewhere, directory);
    }

    private void reopen() {
        journal.close();
        journal = open();
    }

    private Journal open() {
        return Journal.open(directory, Duration.ofDays(90), new VirtualTime(), StateObserver.NONE);
    }

    private static Removal removal(String id) {
        return new Removal(
                new RegisteredInstance(id, Map.of("AWS_INSTANCE_IPV4", "10.0.0.1"), null),
                new Stale(StaleReason.TERMINATED, List.of(new Evidence("us-east-1", "req-1", 0))));
    }

    private static Ending deregistered(String id) {
        return new Ending(removal(id), RemovalResult.DEREGISTERED, "op-1", null, null, false);
    }
}
