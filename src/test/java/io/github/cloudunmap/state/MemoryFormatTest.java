package io.github.cloudunmap.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The memory as text: what is read is what was written, or nothing. */
final class MemoryFormatTest {
    private static final Instant NOW = Instant.parse("2026-11-29T20:05:53.123456789Z");
    private static final Memory.Role ROLE = new Memory.Role("arn:aws:iam::123456789012:role/unmap", "é\n\"");
    private static final Memory.Role OWN = new Memory.Role(null, null);
    private static final Memory MEMORY = new Memory(
            NOW,
            List.of(
                    new Memory.Account(ROLE, "123456789012", NOW.minusSeconds(60)),
                    new Memory.Account(OWN, "210987654321", null)),
            List.of(
                    new Memory.Region(
                            ROLE,
                            "us-east-1",
                            List.of(new Memory.Instance("i-1", "123456789012", NOW.minusSeconds(3))),
                            new Memory.Suspicion("shows none of 3", NOW.minusSeconds(2), List.of("i-2", "i-3"))),
                    new Memory.Region(OWN, "eu-west-1", List.of(), null)),
            List.of(new Memory.Service(
                    "srv-web",
                    "us-east-1",
                    List.of("eu-west-1", "us-east-1"),
                    ROLE,
                    List.of(new Memory.Stale("web-1", Map.of("note", "\u0000 é \uD83D\uDE00"), NOW.minusSeconds(1), 7)),
                    List.of(new Memory.Operation("web-2", "op-1", NOW)),
                    NOW.minusSeconds(5))),
            List.of(new Memory.Selection(
                    "prod.local",
                    List.of("web", "api-*"),
                    Map.of("unmap", "true"),
                    "us-east-1",
                    ROLE,
                    List.of(new Memory.Found("srv-api", "api-9")),
                    true)));

    @Test
    void readsWhatItHasWritten() throws Exception {
        assertThat(MemoryFormat.read(MemoryFormat.write(MEMORY))).isEqualTo(MEMORY);
    }

    @Test
    void readsNothingOfAFileThatIsCutOff() {
        byte[] whole = MemoryFormat.write(MEMORY);
        for (int length = 0; length < whole.length - 1; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> MemoryFormat.read(part))
                    .as("%d bytes", length)
                    .isInstanceOf(UnreadableLineException.class);
        }
    }

    @Test
    void readsAFileWithAnyByteChangedAsAWholeOrNotAtAll() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] changed = MemoryFormat.write(MEMORY);
            changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            try {
                MemoryFormat.read(changed);
            } catch (UnreadableLineException | NewerFormatException e) {
                assertThat(e).hasMessageNotContaining("\n\n");
            } catch (RuntimeException e) {
                fail("not told: " + new String(changed, UTF_8), e);
            }
        }
    }

    @Test
    void tellsAValueOfTheWrongType() {
        String whole = new String(MemoryFormat.write(MEMORY), UTF_8);
        for (String wrong : List.of(
                whole.replace("\"alive\":[{", "\"alive\":[3,{"),
                whole.replace("\"changes\":7", "\"changes\":\"7\""),
                whole.replace("\"found\":[{", "\"found\":[3,{"),
                whole.replace("\"missing\":[\"i-2\"", "\"missing\":[[]"),
                whole.replace("\"attributes\":{\"note\":\"", "\"attributes\":{\"list\":[],\"note\":\""),
                whole.replace("\"account\":\"210987654321\"", "\"account\":210987654321"))) {
            assertThat(wrong).isNotEqualTo(whole);
            assertThatThrownBy(() -> MemoryFormat.read(wrong.getBytes(UTF_8)))
                    .isInstanceOf(UnreadableLineException.class);
        }
    }

    @Test
    void readsTheFileOfAVersionThatKnewNoSelections() throws Exception {
        String old = new String(MemoryFormat.write(MEMORY), UTF_8).replaceFirst(",\"selections\":.*}]", "");

        assertThat(old).doesNotContain("prod.local");
        assertThat(MemoryFormat.read(old.getBytes(UTF_8)))
                .isEqualTo(new Memory(NOW, MEMORY.accounts(), MEMORY.regions(), MEMORY.services(), List.of()));
    }

    @Test
    void leavesOutWhatIsNoValidText() throws Exception {
        Memory odd = new Memory(
                NOW,
                List.of(),
                List.of(),
                List.of(new Memory.Service(
                        "srv-web",
                        "us-east-1",
                        List.of("us-east-1"),
                        OWN,
                        List.of(new Memory.Stale("web-1", Map.of("\uD83D", "x"), NOW, 0)),
                        List.of(),
                        null)),
                List.of());

        assertThat(MemoryFormat.read(MemoryFormat.write(odd)).services().get(0).stale())
                .isEmpty();
    }
}
