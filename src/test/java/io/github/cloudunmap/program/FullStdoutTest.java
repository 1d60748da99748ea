package io.github.cloudunmap.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.inmemory.InMemoryAws;
import java.io.File;
import java.lang.ProcessBuilder.Redirect;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is to be printed, and a full disk to print it to. */
@EnabledOnOs(OS.LINUX)
@Tag("long")
final class FullStdoutTest {
    @ParameterizedTest
    @ValueSource(strings = {"check examples/minimal.yaml", "iam-policy --config examples/minimal.yaml"})
    void whatCannotBePrintedIsOneLineAndAFailure(String arguments) throws Exception {
        try (ProgramProcess program = startWithFullStdout(Map.of(), arguments.split(" "))) {
            assertIsOneLineAndAFailure(program);
        }
    }

    @Test
    void aPlanThatCannotBePrintedIsOneLineAndAFailure() throws Exception {
        try (InMemoryAws aws = InMemoryAws.start()) {
            new Fleet(aws).withLive(1);
            Map<String, String> environment =
                    Map.of("AWS_ENDPOINT_URL", aws.endpoint().toString());
            try (ProgramProcess program = startWithFullStdout(
                    environment,
                    "--service-id",
                    "srv-web",
                    "--service-region",
                    Fleet.US,
                    "--instances-region",
                    Fleet.US,
                    "--single-run",
                    "--dry-run",
                    "--log-level",
                    "ERROR")) {
                assertIsOneLineAndAFailure(program);
            }
        }
    }

    private static ProgramProcess startWithFullStdout(Map<String, String> environment, String... arguments)
            throws Exception {
        return ProgramProcess.start(
                Redirect.to(new File("/dev/full")), Redirect.PIPE, environment, List.of(), arguments);
    }

    private static void assertIsOneLineAndAFailure(ProgramProcess program) throws Exception {
        assertThat(program.restOfLog()).containsExactly("aws-cloud-unmap: the output could not be written");
        assertThat(program.exitCode()).isEqualTo(1);
    }
}
