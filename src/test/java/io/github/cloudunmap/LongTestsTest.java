package io.github.cloudunmap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests that take long are left to verify, so that an answer of all others comes soon. */
final class LongTestsTest {
    @ParameterizedTest
    @ValueSource(strings = {"program", "contract", "monitoring", "model"})
    void testsThatStartProcessesCarryTheTag(String folder) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/java/io/github/cloudunmap", folder))) {
            List<Path> tests =
                    files.filter(file -> file.toString().endsWith("Test.java")).toList();
            assertThat(tests)
                    .isNotEmpty()
                    .allSatisfy(test -> assertThat(test).content().contains("@Tag(\"long\")"));
        }
    }
}
