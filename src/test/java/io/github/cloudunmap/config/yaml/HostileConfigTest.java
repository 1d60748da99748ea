package io.github.cloudunmap.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.InvalidConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Files that no one wrote by hand, and files that are not there: all of them end in problems. More of them:
 * {@link ConfigFuzz}.
 */
class HostileConfigTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
            a: [1|1:6: is no YAML: expected ',' or ']', but got <stream end> while parsing a flow sequence
            a: 'x|1:6: is no YAML: found unexpected end of stream while scanning a quoted scalar
            a: b: c|1:5: is no YAML: mapping values are not allowed here
            a: @x|1:4: is no YAML: found character '@' that cannot start any token. (Do not use @ for indentation) while scanning for the next token
            ? [a]|1:4: is no YAML for this purpose: a key must be one short word
            *a : 1|1:3: is no YAML for this purpose: a key must be one short word
            """)
    void aSyntaxErrorHasItsPositionInPlainWords(String yaml, String problem) {
        assertThat(problems(yaml)).isEqualTo("unmap.yaml:" + problem);
    }

    @Test
    void aSyntaxErrorDoesNotHideWhatWasFoundBefore() {
        assertThat(problems("workers: &a 4\nworkers: 5\n}")).isEqualTo("""
                unmap.yaml:1:10: workers: anchors are not supported; settings that services share go under defaults
                unmap.yaml:2:1: workers: is given on line 1 already
                unmap.yaml:3:1: is no YAML: expected <block end>, but found '}' while parsing a block mapping""");
    }

    @ParameterizedTest
    @CsvSource({"''", "'# nothing but a comment'", "'\n\n'", "'\uFEFF'"})
    void aFileWithoutADocumentIsEmpty(String yaml) {
        assertThat(problems(yaml)).isEqualTo("unmap.yaml: is empty");
    }

    @Test
    void aSecondDocumentIsRefused() {
        assertThat(problems("services: []\n---\nworkers: 4\n"))
                .isEqualTo("unmap.yaml:3:1: starts a second document; only one is allowed");
    }

    @Test
    void aBombOfAliasesIsNeverExpanded() {
        StringBuilder yaml = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 40; i++) {
            yaml.append("a%d: &a%d [*a%d, *a%d, *a%d]\n".formatted(i, i, i - 1, i - 1, i - 1));
        }
        assertThat(problems(yaml.toString()).lines())
                .hasSize(1 + 40 + 40 + 3 * 39)
                .contains("unmap.yaml:40:18: a39[1]: aliases are not supported;"
                        + " settings that services share go under defaults");
    }

    @ParameterizedTest
    @CsvSource({"[", "{a: ", "'- '"})
    void deepNestingIsRefused(String opening) {
        assertThat(problems(opening.repeat(20_000)))
                .contains("is nested more than 16 levels deep")
                .doesNotContain("\n");
    }

    @Test
    void sixteenLevelsAreReadAndSeventeenAreRefused() {
        assertThat(problems("deep: " + "[".repeat(16) + "]".repeat(16) + "\nservices: 1\n"))
                .isEqualTo("""
                unmap.yaml:1:1: deep: is no known key
                unmap.yaml:2:11: services: must be a list, not a single value""");
        assertThat(problems("deep: " + "[".repeat(17) + "]".repeat(17)))
                .isEqualTo("unmap.yaml:1:23: deep%s: is nested more than 16 levels deep".formatted("[0]".repeat(16)));
    }

    @Test
    void moreValuesThanAnyRealFileHasAreRefused() {
        assertThat(problems("services: [" + "a,\n".repeat(100_000) + "]"))
                .isEqualTo("unmap.yaml:99999:1: services[99998]: is one value too many; a file may have 100000");
    }

    @Test
    void aListOfMoreRegionsThanThereAreIsRefused() {
        assertThat(problems("services:\n  - service-id: srv-a\n    service-region: us-east-1\n    instances-regions: ["
                        + "x,".repeat(101) + "]"))
                .isEqualTo("unmap.yaml:4:24: services[0].instances-regions: lists more than 100 values");
    }

    @Test
    void aHundredRegionsAreRead() throws InvalidConfigException {
        List<String> regions =
                IntStream.range(0, 100).mapToObj(i -> "us-east-" + i).toList();
        Config config = ConfigLoader.parse(
                "unmap.yaml",
                "services:\n  - service-id: srv-a\n    service-region: us-east-1\n    instances-regions: " + regions);
        assertThat(config.services().get(0).instancesRegions()).isEqualTo(regions);
    }

    @Test
    void thousandsOfBadServicesTakeNoMoreMemoryThanTheirFirstProblems() {
        assertThat(problems("services:\n"
                                + "  - {service-id: a, service-region: b, instances-regions: [c]}\n".repeat(15_000))
                        .lines())
                .hasSize(1_001);
    }

    @Test
    void onlyTheFirstThousandProblemsAreKept() {
        StringBuilder yaml = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            yaml.append("unknown").append(i).append(": 1\n");
        }
        assertThat(problems(yaml.toString()).lines())
                .hasSize(1_001)
                .endsWith("unmap.yaml: has more problems than these");
    }

    @Test
    void aHugeValueIsQuotedByItsBeginning() {
        assertThat(problems(
                        "workers: 4\nservices:\n  - service-id: srv-a\n    instances-regions: [us-east-1]\n    service-region: "
                                + "a-".repeat(40_000)))
                .isEqualTo("unmap.yaml:5:21: services[0].service-region: must look like us-east-1, not "
                        + "a-".repeat(30) + "…");
    }

    @Test
    void aValueOfSixtyCharactersIsQuotedWhole() {
        assertThat(problems("services: []\nworkers: " + "x".repeat(60)))
                .endsWith(": workers: must be a whole number of at most 9 digits, not " + "x".repeat(60));
    }

    @Test
    void aLineThatTakesLongToParseIsRefused() {
        assertThat(problems("services:\n" + "x".repeat(100_001)))
                .isEqualTo("unmap.yaml:2:100001: is a line of more than 100000 characters");
    }

    @Test
    void aHugeKeyIsQuotedByItsBeginning() {
        assertThat(problems("? " + "k".repeat(40_000) + "\n: 1\nservices: 1\n"))
                .isEqualTo("""
                unmap.yaml:1:3: %s…: is no known key
                unmap.yaml:3:11: services: must be a list, not a single value""".formatted("k".repeat(60)));
    }

    @Test
    void controlCharactersReachNoTerminal() {
        assertThat(problems("\"\\e[31mred\": 1\nservices: []\nlog-format: \"\\u202ejson\"\n"))
                .isEqualTo("""
                unmap.yaml:1:1: \\u001b[31mred: is no known key
                unmap.yaml:2:11: services: must list at least one service
                unmap.yaml:3:13: log-format: must be one of json, text, not \\u202ejson; did you mean json?""");
    }

    @Test
    void aNulIsRefusedAtItsPosition() {
        assertThat(problems("workers: 4\nlog-level: IN\0FO\n"))
                .isEqualTo("unmap.yaml:2:14: contains the character U+0000, which YAML forbids");
    }

    @Test
    void bytesThatAreNotUtf8AreRefusedAtTheirPosition() throws IOException {
        byte[] latin1 = "workers: 4\n# é".getBytes(StandardCharsets.ISO_8859_1);
        Path file = Files.write(directory.resolve("latin1.yaml"), latin1);
        assertThat(problems(file)).isEqualTo(file + ":2:3: is not UTF-8");
    }

    @Test
    void aCutOffCharacterIsNotUtf8() throws IOException {
        Path file = Files.write(directory.resolve("cut.yaml"), new byte[] {'#', (byte) 0xC3});
        assertThat(problems(file)).isEqualTo(file + ":1:2: is not UTF-8");
    }

    @Test
    void aFileOfMoreThanFourMebibytesIsRefused() throws IOException {
        Path file = Files.writeString(directory.resolve("large.yaml"), "#".repeat((4 << 20) + 1));
        assertThat(problems(file)).isEqualTo(file + ": is larger than 4 MiB");
    }

    @Test
    void aFileOfFourMebibytesIsRead() throws IOException {
        Path file = Files.writeString(directory.resolve("large.yaml"), ("#".repeat(63) + "\n").repeat(1 << 16));
        assertThat(problems(file)).isEqualTo(file + ": is empty");
    }

    @Test
    void aFileThatIsNotThereIsAProblem() {
        Path file = directory.resolve("absent.yaml");
        assertThat(problems(file)).isEqualTo(file + ": does not exist");
    }

    @Test
    void aDirectoryIsAProblem() {
        assertThat(problems(directory)).isEqualTo(directory + ": is a directory");
    }

    private static String problems(String yaml) {
        try {
            return "accepted: " + ConfigLoader.parse("unmap.yaml", yaml);
        } catch (InvalidConfigException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String problems(Path file) {
        try {
            return "accepted: " + ConfigLoader.load(file);
        } catch (InvalidConfigException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
