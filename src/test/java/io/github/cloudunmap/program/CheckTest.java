package io.github.cloudunmap.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code check} in a process of its own, where nobody flushes for it. */
@Tag("long")
final class CheckTest {
    @Test
    void printsWhatIsInEffectOnStdout() throws Exception {
        try (ProgramProcess program = ProgramProcess.start(Map.of(), List.of(), "check", "examples/minimal.yaml")) {
            assertThat(program.stdout()).startsWith("workers: 4\nlog-level: INFO\n");
            assertThat(program.exitCode()).isZero();
        }
    }
}
