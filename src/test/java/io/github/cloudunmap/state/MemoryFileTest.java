package io.github.cloudunmap.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cloudunmap.LogLines;
import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.VirtualTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file with the memory: what is read and written, and what if it cannot be. */
final class MemoryFileTest {
    private static final Instant NOW = Instant.parse("2026-11-29T20:05:53Z");
    private static final Memory.Role OWN = new Memory.Role(null, null);
    private static final String LARGE = "x".repeat(5 << 20);

    private final StateRecord observer = new StateRecord();
    private final LogLines log = new LogLines("state");

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void givesBackWhatThePreviousProcessSaved() throws Exception {
        try (StateDirectory state = StateDirectory.open(directory)) {
            new MemoryFile(state, observer).save(memory(1, "i-1"));
        }
        assertThat(file()).content().endsWith("}\n");
        try (Journal journal = Journal.open(directory, Duration.ofDays(90), new VirtualTime(), observer)) {
            assertThat(journal.memory().load()).contains(memory(1, "i-1"));
        }
        assertThat(observer.saved).containsExactly(true);
    }

    @Test
    void startsWithoutAFile() throws Exception {
        try (StateDirectory state = StateDirectory.open(directory)) {
            assertThat(new MemoryFile(state, observer).load()).isEmpty();
        }
        assertThat(observer.unreadable).isZero();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void setsAFileAsideThatCannotBeRead() throws Exception {
        Files.writeString(file(), "{\"v\":1}");

        try (StateDirectory state = StateDirectory.open(directory)) {
            assertThat(new MemoryFile(state, observer).load()).isEmpty();
        }

        assertThat(file()).doesNotExist();
        assertThat(aside()).hasContent("{\"v\":1}");
        assertThat(observer.unreadable).isEqualTo(1);
        assertThat(log.lines())
                .containsExactly("WARN " + file() + " cannot be read, so that this start knows nothing of the process"
                        + " before: no saved_at; it is kept as " + aside());
    }

    @Test
    void setsAFolderOfThatNameAside() throws Exception {
        Files.createDirectory(file());

        try (StateDirectory state = StateDirectory.open(directory)) {
            assertThat(new MemoryFile(state, observer).load()).isEmpty();
        }

        assertThat(aside()).isDirectory();
        assertThat(observer.unreadable).isEqualTo(1);
    }

    @Test
    void leavesTheFileOfANewerVersionAlone() throws Exception {
        Files.writeString(file(), "{\"v\":2}");

        try (StateDirectory state = StateDirectory.open(directory)) {
            MemoryFile memory = new MemoryFile(state, observer);
            assertThatThrownBy(memory::load)
                    .isInstanceOf(ApiFailure.class)
                    .hasMessage(file() + " cannot be used: a newer version of this program wrote it (format 2, this"
                            + " one reads up to 1); use that version, or another state-directory");
        }

        assertThat(file()).hasContent("{\"v\":2}");
    }

    @Test
    void seesThatItsFileWasRemovedOrReplaced() throws Exception {
        try (StateDirectory state = StateDirectory.open(directory)) {
            MemoryFile memory = new MemoryFile(state, observer);
            memory.save(memory(0, "i-1"));
            assertThat(memory.isAsSaved()).isTrue();

            Files.move(file(), aside());
            assertThat(memory.isAsSaved()).isFalse();

            Files.copy(aside(), file());
            assertThat(memory.isAsSaved()).isFalse();
            assertThat(new MemoryFile(state, observer).isAsSaved()).isFalse();
        }
    }

    @Test
    void writesNothingToADirectoryThatAnotherProcessHasTaken() throws Exception {
        Path place = directory.resolve("state");
        try (StateDirectory state = StateDirectory.open(place)) {
            MemoryFile memory = new MemoryFile(state, observer);
            Files.move(place, directory.resolve("elsewhere"));
            try (StateDirectory another = StateDirectory.open(place)) {
                assertThatThrownBy(() -> memory.save(memory(0, "i-1")))
                        .isInstanceOf(ApiFailure.class)
                        .hasMessageContaining("is in use by another process");
                assertThat(another.path()).isDirectoryNotContaining("glob:**memory.json*");
            }
        }
        assertThat(observer.saved).containsExactly(false);
    }

    @Test
    void keepsTheWitnessesIfTheStaleRegistrationsTakeTooMuch() throws Exception {
        try (StateDirectory state = StateDirectory.open(directory)) {
            MemoryFile file = new MemoryFile(state, observer);

            file.save(memory(7, "i-1"));
            assertThat(log.lines()).hasSize(1);
            file.save(memory(7, "i-1"));

            Memory kept = file.load().orElseThrow();
            assertThat(kept.regions()).isEqualTo(memory(7, "i-1").regions());
            assertThat(kept.services().get(0).operations()).hasSize(1);
            assertThat(kept.services().get(0).stale()).isEmpty();

            file.save(memory(1, "i-1"));
            assertThat(file.load()).contains(memory(1, "i-1"));
        }
        assertThat(log.lines())
                .containsExactly("WARN " + file() + " would be larger than 33554432 bytes with all stale registrations;"
                        + " they are left out, so that their grace-period starts anew at a restart");
    }

    @Test
    void writesNoFileThatTheNextStartWouldRefuse() throws Exception {
        try (StateDirectory state = StateDirectory.open(directory)) {
            MemoryFile file = new MemoryFile(state, observer);
            file.save(memory(0, "i-1"));

            assertThatThrownBy(() -> file.save(memory(0, LARGE.repeat(7))))
                    .hasMessage(directory.resolve("memory.json")
                            + " cannot be written: it would be larger than 33554432 bytes");

            assertThat(file.load()).contains(memory(0, "i-1"));
            assertThat(aside()).doesNotExist();
        }
        assertThat(observer.saved).containsExactly(true, false);
    }

    private Path file() {
        return directory.resolve("memory.json");
    }

    private Path aside() {
        return directory.resolve("memory.json.unreadable");
    }

    private static Memory memory(int stale, String witness) {
        return new Memory(
                NOW,
                List.of(),
                List.of(new Memory.Region(
                        OWN, "us-east-1", List.of(new Memory.Instance(witness, "123456789012", NOW)), null)),
                List.of(new Memory.Service(
                        "srv-web",
                        "us-east-1",
                        List.of("us-east-1"),
                        OWN,
                        IntStream.range(0, stale)
                                .mapToObj(i -> new Memory.Stale("i-" + i, Map.of("note", LARGE), NOW, 0))
                                .toList(),
                        List.of(new Memory.Operation("web-2", "op-1", NOW)),
                        null)),
                List.of());
    }
}
