package io.github.cloudunmap.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What {@code demo} prints, as a process. */
@Tag("long")
final class DemoTest {
    /** Nothing listens there, and the demo has no need of it. */
    private static final URI NO_AWS = URI.create("http://127.0.0.1:9");

    private static final Pattern EVENT = Pattern.compile(
            "\n  (i-[0-9a-f]+) of srv-web is terminated\n  its registration is gone [0-9]+\\.[0-9]{2} s after the event\n");

    @Test
    void needsNoEndpointThatTheEnvironmentAsksFor() throws Exception {
        Map<String, String> environment =
                Map.of("AWS_USE_FIPS_ENDPOINT", "true", "AWS_USE_DUALSTACK_ENDPOINT", "true", "AWS_ENDPOINT_URL", "");
        try (ProgramProcess program = ProgramProcess.start(environment, List.of(), "demo")) {
            assertThat(program.restOfLog()).isEmpty();
            assertThat(program.exitCode()).isZero();
        }
    }

    @Test
    void showsThatAnEventRemovesARegistrationAndThatTheJournalHasIt() throws Exception {
        try (ProgramProcess program = ProgramProcess.start(NO_AWS, "demo")) {
            assertThat(program.restOfLog()).isEmpty();
            String shown = program.stdout();

            assertThat(program.exitCode()).isZero();
            Matcher event = EVENT.matcher(shown);
            assertThat(event.find()).as(shown).isTrue();
            assertThat(shown)
                    .containsPattern(
                            "srv-web  +" + event.group(1) + "  +10\\.1\\.0\\.[1-6]  +terminated  deregistered  ")
                    .containsPattern("  before    (i-[0-9a-f]+) is not in .*\n.*\n  after     \\1 is registered in ");
        }
    }
}
