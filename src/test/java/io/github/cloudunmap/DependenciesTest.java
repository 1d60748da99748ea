package io.github.cloudunmap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No library is shipped that nobody has looked at: see SECURITY.md. */
class DependenciesTest {
    private static final Pattern RESOLVED =
            Pattern.compile("^ +([\\w.-]+:[\\w.-]+):jar:(?:[\\w-]+:)?([\\w.-]+):(?:compile|runtime).*");

    @Test
    void theShippedLibrariesAreThoseOfTheReviewedList() throws IOException {
        assertThat(resolved())
                .as("what Maven resolves, against dependencies.txt")
                .hasSizeGreaterThan(40)
                .containsExactlyInAnyOrderElementsOf(
                        reviewed().map(line -> line.split(" ", 2)[0]).toList());
    }

    @Test
    void eachHasALicenseAndAReason() throws IOException {
        assertThat(reviewed()).allMatch(line -> line.matches("\\S+ +\\S+ +\\S.*"));
    }

    @Test
    void theTextOfEachLicenseIsShippedAndNoOther() throws IOException {
        try (Stream<Path> texts = Files.list(Path.of("src/main/packages/licenses"))) {
            assertThat(texts.map(text -> text.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            reviewed().map(line -> line.split(" +")[1] + ".txt").collect(Collectors.toSet()));
        }
    }

    private static List<String> resolved() throws IOException {
        return Files.readAllLines(Path.of("target/resolved-dependencies.txt")).stream()
                .map(RESOLVED::matcher)
                .filter(Matcher::matches)
                .map(match -> match.group(1) + ":" + match.group(2))
                .toList();
    }

    private static Stream<String> reviewed() throws IOException {
        return Files.readAllLines(Path.of("dependencies.txt")).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"));
    }
}
