package io.github.cloudunmap.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.address.AddressFamily;
import io.github.cloudunmap.process.SystemTime;
import io.github.cloudunmap.reconcile.Evidence;
import io.github.cloudunmap.reconcile.Plan.Removal;
import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import io.github.cloudunmap.reconcile.RegisteredInstance;
import io.github.cloudunmap.reconcile.RemovalJournal;
import io.github.cloudunmap.reconcile.RemovalJournal.Ending;
import io.github.cloudunmap.reconcile.Verdict;
import io.github.cloudunmap.reconcile.Verdict.StaleReason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prints how long the journal delays a removal: {@code -Dunmap.removals=5000 -Djava.io.tmpdir=DIR} on any disk. */
final class JournalCostTest {
    private static final int REMOVALS = Integer.getInteger("unmap.removals", 200);

    @Test
    void writesTwoLinesForARemoval(@TempDir Path directory) throws Exception {
        SystemTime time = new SystemTime();
        try (Journal journal = Journal.open(directory, Duration.ofDays(90), time, StateObserver.NONE)) {
            RemovalJournal ofService = journal.of(new JournaledService(
                    "srv-0123456789abcdef",
                    "us-east-1",
                    List.of("us-east-1"),
                    null,
                    null,
                    List.of(AddressFamily.IPV4)));
            long start = time.nanos();
            for (int i = 0; i < REMOVALS; i++) {
                Removal removal = removal("i-%017x".formatted(i));
                ofService.begin("20261129T200553Z-5f3a9c01", removal);
                ofService.end(
                        "20261129T200553Z-5f3a9c01",
                        new Ending(removal, RemovalResult.DEREGISTERED, "op-" + i, null, null, false));
            }
            System.out.printf(
                    "%d removals: %.2f ms each for the journal%n", REMOVALS, (time.nanos() - start) / 1e6 / REMOVALS);
        }
        assertThat(Files.readAllLines(directory.resolve("removals.jsonl"))).hasSize(2 * REMOVALS);
    }

    private static Removal removal(String id) {
        return new Removal(
                new RegisteredInstance(
                        id,
                        Map.of("AWS_INSTANCE_IPV4", "10.0.0.1", "AWS_INSTANCE_PORT", "8080", "version", "1.2.3"),
                        "123456789012"),
                new Verdict.Stale(
                        StaleReason.TERMINATED,
                        List.of(new Evidence("us-east-1", "59dbff89-35bd-4eac-99ed-be587EXAMPLE", 0)),
                        Set.of()));
    }
}
