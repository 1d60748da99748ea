package io.github.cloudunmap.state;

import static io.github.cloudunmap.state.JournalOnDisk.SERVICE;
import static io.github.cloudunmap.state.JournalOnDisk.removal;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import io.github.cloudunmap.reconcile.RemovalJournal.Ending;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which streaks a process takes over that finds removals in the journal. */
final class RecentRemovalsTest {
    private JournalOnDisk disk;
    private Instant start;

    @BeforeEach
    void removesOne(@TempDir Path parent) {
        disk = new JournalOnDisk(parent);
        start = disk.time.now();
        disk.time.advance(Duration.ofMinutes(5));
        disk.open().of(SERVICE).begin("pass-1", removal("i-1"));
        disk.closeAll();
    }

    @AfterEach
    void close() {
        disk.closeAll();
    }

    @Test
    void aStreakFromBeforeTheRemovalEnds() {
        assertThat(taken(SERVICE.id(), stale("i-1", start))).isEmpty();
    }

    @Test
    void aStreakGoesOnIfTheRemovalHasFailed() {
        failed("ThrottlingException", false);
        assertThat(taken(SERVICE.id(), stale("i-1", start))).hasSize(1);
    }

    @Test
    void aStreakEndsIfTheFailedRemovalMayHaveBeenMade() {
        failed("Timeout", true);
        assertThat(taken(SERVICE.id(), stale("i-1", start))).isEmpty();
    }

    @Test
    void aStreakThatARemovalEndedDoesNotComeBackWhenALaterRemovalFails() {
        failed("Timeout", true);
        disk.open().of(SERVICE).begin("pass-2", removal("i-1"));
        disk.closeAll();
        failed("pass-2", "ThrottlingException", false);
        assertThat(taken(SERVICE.id(), stale("i-1", start))).isEmpty();
    }

    @Test
    void aStreakGoesOnIfTheClockWasSetBackAfterTheRemoval() {
        disk.time.advance(Duration.ofMinutes(-3));
        assertThat(taken(SERVICE.id(), stale("i-1", start))).hasSize(1);
    }

    @Test
    void aStreakThatBeganAfterTheRemovalGoesOn() {
        Memory.Stale later = stale("i-1", disk.time.now().plusSeconds(1));
        assertThat(taken(SERVICE.id(), later)).containsExactly(later);
    }

    @Test
    void theStreaksOfOtherRegistrationsGoOn() {
        Memory.Stale other = stale("i-2", start);
        assertThat(taken(SERVICE.id(), other)).containsExactly(other);
        Memory.Stale elsewhere = stale("i-1", start);
        assertThat(taken("srv-other", elsewhere)).containsExactly(elsewhere);
    }

    private void failed(String errorCode, boolean mayBeGone) {
        failed("pass-1", errorCode, mayBeGone);
    }

    private void failed(String passId, String errorCode, boolean mayBeGone) {
        disk.open()
                .of(SERVICE)
                .end(passId, new Ending(removal("i-1"), RemovalResult.FAILED, null, null, errorCode, mayBeGone));
        disk.closeAll();
    }

    private static Memory.Stale stale(String id, Instant since) {
        return new Memory.Stale(id, Map.of("AWS_INSTANCE_IPV4", "10.0.0.1"), since, 0);
    }

    /** The streaks that the next process takes over from a memory with this one. */
    private List<Memory.Stale> taken(String serviceId, Memory.Stale stale) {
        Memory.Service service = new Memory.Service(
                serviceId, "us-east-1", List.of(), new Memory.Role(null, null), List.of(stale), List.of(), null);
        Memory memory = new Memory(disk.time.now(), List.of(), List.of(), List.of(service), List.of());
        try (Journal journal = disk.open()) {
            MemoryStore store = journal.memory();
            store.save(memory);
            Optional<Memory> taken = journal.load(store);
            return taken.orElseThrow().services().get(0).stale();
        }
    }
}
