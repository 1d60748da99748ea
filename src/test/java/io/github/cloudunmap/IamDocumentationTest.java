package io.github.cloudunmap;

import static io.github.cloudunmap.DocumentationTest.first;
import static io.github.cloudunmap.DocumentationTest.matches;
import static io.github.cloudunmap.DocumentationTest.runProgram;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.MatchResult;
import org.junit.jupiter.api.Test;

/** The README's IAM section against what the program prints. */
final class IamDocumentationTest {
    private final Paper readme = Paper.of("README.md");

    @Test
    void theReadmesIamPolicyIsTheOutputOfTheCommandAboveIt() throws Exception {
        String section = readme.text().split("(?m)^## IAM$", 2)[1].split("(?m)^## ", 2)[0];
        String command = first("(?<=```sh\naws-cloud-unmap )[^\n]+(?=\n```)", section);
        String shown = first("(?s)(?<=```json\n).*?(?=```)", section);

        assertThat(command).startsWith("iam-policy ");
        assertThat(runProgram(command.split(" ", -1))).isEqualTo(shown);
    }

    @Test
    void theReadmeExplainsEveryOptionalStatementOfThePolicy() throws Exception {
        String policy = runProgram("iam-policy", "--config", "examples/minimal.yaml");

        assertThat(readme.rows("Sid").stream()
                        .flatMap(row -> matches("Optional\\w+", row.get(0)))
                        .map(MatchResult::group))
                .isNotEmpty()
                .containsExactlyElementsOf(
                        matches("Optional\\w+", policy).map(MatchResult::group).toList());
    }
}
