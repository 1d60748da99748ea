package io.github.cloudunmap.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file with the memory, when there is more to keep than it may hold. */
final class MemoryFileTest {
    private static final Instant NOW = Instant.parse("2026-11-29T20:05:53Z");
    private static final Memory.Role OWN = new Memory.Role(null, null);
    private static final String LARGE = "x".repeat(5 << 20);

    @TempDir
    Path directory;

    @Test
    void keepsTheWitnessesIfTheStaleRegistrationsTakeTooMuch() throws Exception {
        try (StateDirectory state = StateDirectory.open(directory)) {
            MemoryFile file = new MemoryFile(state, StateObserver.NONE);

            file.save(memory(7, "i-1"));

            Memory kept = file.load().orElseThrow();
            assertThat(kept.regions()).isEqualTo(memory(7, "i-1").regions());
            assertThat(kept.services().get(0).operations()).hasSize(1);
            assertThat(kept.services().get(0).stale()).isEmpty();

            file.save(memory(1, "i-1"));
            assertThat(file.load()).contains(memory(1, "i-1"));
        }
    }

    @Test
    void writesNoFileThatTheNextStartWouldRefuse() throws Exception {
        try (StateDirectory state = StateDirectory.open(directory)) {
            MemoryFile file = new MemoryFile(state, StateObserver.NONE);
            file.save(memory(0, "i-1"));

            assertThatThrownBy(() -> file.save(memory(0, LARGE.repeat(7))))
                    .hasMessage(directory.resolve("memory.json")
                            + " cannot be written: it would be larger than 33554432 bytes");

            assertThat(file.load()).contains(memory(0, "i-1"));
            assertThat(Files.exists(directory.resolve("memory.json.unreadable")))
                    .isFalse();
        }
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
