package io.github.cloudunmap;

import static io.github.cloudunmap.DocumentationTest.matches;
import static io.github.cloudunmap.DocumentationTest.runProgram;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.MatchResult;
import org.junit.jupiter.api.Test;

/** The page on IAM against what the program prints. */
final class IamDocumentationTest {
    private final Paper iam = Paper.of("docs/iam.md");

    @Test
    void thePageExplainsEveryOptionalStatement() throws Exception {
        String policy = runProgram("iam-policy", "--config", "examples/minimal.yaml");

        assertThat(iam.rows("Sid").stream()
                        .flatMap(row -> matches("Optional\\w+", row.get(0)))
                        .map(MatchResult::group))
                .isNotEmpty()
                .containsExactlyElementsOf(
                        matches("Optional\\w+", policy).map(MatchResult::group).toList());
    }
}
