package io.github.cloudunmap.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Variables of the AWS SDK that it cannot make sense of, in a process of its own. */
final class AwsVariablesTest {
    @ParameterizedTest
    @CsvSource({"AWS_ENDPOINT_URL, http://", "AWS_MAX_ATTEMPTS, abc"})
    void aWrongVariableIsOneLineAndAFailure(String variable, String value) throws Exception {
        try (ProgramProcess program = ProgramProcess.start(
                Map.of(variable, value),
                List.of(),
                "--service-id",
                "srv-web",
                "--service-region",
                "us-east-1",
                "--instances-region",
                "us-east-1",
                "--single-run")) {
            assertThat(program.restOfLog())
                    .singleElement(STRING)
                    .startsWith("aws-cloud-unmap: no AWS client can be made: ")
                    .endsWith("; look at the AWS_* variables and the AWS configuration file");
            assertThat(program.exitCode()).isEqualTo(1);
        }
    }
}
