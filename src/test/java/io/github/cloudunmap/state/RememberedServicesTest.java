package io.github.cloudunmap.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Of which services a process takes over the state that the process before saved. */
final class RememberedServicesTest {
    private static final Instant SAVED = Instant.parse("2026-11-22T10:00:00Z");
    private static final Instant EARLIER = SAVED.minusSeconds(60);
    private static final Instant NOW = SAVED.plusSeconds(3600);
    private static final Memory.Role OWN = new Memory.Role(null, null);

    private static final Memory MEMORY = new Memory(
            SAVED,
            List.of(),
            List.of(),
            List.of(service("srv-listed", null), service("srv-found", null), service("srv-left", EARLIER)),
            List.of(new Memory.Selection(
                    "prod.local",
                    List.of(),
                    Map.of(),
                    "us-east-1",
                    OWN,
                    List.of(new Memory.Found("srv-found", "api-9")),
                    false)));

    @Test
    void keepsTheServicesThatTheProcessStartsWith() {
        assertThat(MEMORY.ofServices(Set.of("srv-listed", "srv-left"), false, NOW)
                        .services())
                .containsExactly(service("srv-listed", null), service("srv-left", null));
    }

    @Test
    void keepsTheServicesThatASelectionMayFindAgainWithTheTimeAtWhichTheyLeft() {
        assertThat(MEMORY.ofServices(Set.of(), true, NOW).services())
                .containsExactly(service("srv-found", NOW), service("srv-left", EARLIER));
    }

    @Test
    void keepsNoStateOfAServiceThatLeftMoreThanADayAgo() {
        Instant aDayLater = EARLIER.plus(Memory.LEFT_KEPT_FOR);
        assertThat(MEMORY.ofServices(Set.of("srv-left"), false, aDayLater).services())
                .containsExactly(service("srv-left", null));

        Instant later = aDayLater.plusSeconds(1);
        assertThat(MEMORY.ofServices(Set.of("srv-left"), true, later).services())
                .containsExactly(service("srv-found", later));
    }

    @Test
    void keepsNothingElseOfAFileWithoutSelections() {
        assertThat(MEMORY.ofServices(Set.of(), false, NOW).services()).isEmpty();
    }

    private static Memory.Service service(String id, @Nullable Instant leftAt) {
        return new Memory.Service(
                id,
                "us-east-1",
                List.of("us-east-1"),
                OWN,
                List.of(new Memory.Stale("web-1", Map.of(), EARLIER, 0)),
                List.of(),
                leftAt);
    }
}
