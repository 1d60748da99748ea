package io.github.cloudunmap.model;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the model of the removal protocol: docs/design/removal-model.md says what it means. */
@Tag("long")
class RemovalModelTest {
    private static final Path MODEL = Path.of("src/test/alloy/removal.als");
    private static final Path PAPER = Path.of("docs/design/removal-model.md");

    private static final Map<String, Boolean> FOUND = new TreeMap<>();

    @BeforeAll
    static void checkOnTwoCores(@TempDir Path instances) throws IOException {
        AlloyRun holding = AlloyRun.start(MODEL, "holds_*", instances.resolve("holds"));
        AlloyRun failing = AlloyRun.start(MODEL, "fails_*", instances.resolve("fails"));
        FOUND.putAll(holding.found());
        FOUND.putAll(failing.found());
    }

    @Test
    void everyCommandOfTheModelHasBeenChecked() throws IOException {
        assertThat(FOUND.keySet()).isEqualTo(named("(?m)^(?:check|run) (\\w+)"));
    }

    @Test
    void theClaimsHoldAndNoneForWantOfRemovals() {
        assertThat(names("holds_[A-Z].*|holds_goes"))
                .hasSize(5)
                .allSatisfy(claim -> assertThat(FOUND.get(claim)).as(claim).isFalse());
        assertThat(FOUND)
                .containsEntry("fails_never_removes", true)
                .containsEntry("fails_goes_by_settling", true)
                .containsEntry("fails_goes_sooner", true);
    }

    @Test
    void everyRuleCanBeTakenOut() throws IOException {
        Matcher rules = Pattern.compile("one sig ([^{]*) extends Rule").matcher(Files.readString(MODEL));
        assertThat(rules.find()).isTrue();
        Set<String> all = new TreeSet<>(Arrays.asList(rules.group(1).strip().split(",\\s*")));

        Set<String> takenOut = Stream.concat(without("fails"), without("holds")).collect(toCollection(TreeSet::new));

        assertThat(takenOut).isEqualTo(all);
    }

    @Test
    void aRuleTakenOutGivesACounterexample() {
        assertThat(without("fails").toList())
                .hasSizeGreaterThan(10)
                .allSatisfy(rule ->
                        assertThat(FOUND.get("fails_without_" + rule)).as(rule).isTrue());
    }

    @Test
    void theProtocolOfBeforeFailsInEveryRow() {
        assertThat(names("fails_row_\\d+"))
                .hasSize(6)
                .allSatisfy(row -> assertThat(FOUND.get(row)).as(row).isTrue());
    }

    /** A rule without which nothing fails: the paper says of each whether it is redundant or not seen. */
    @Test
    void withoutSomeRulesNothingFails() throws IOException {
        String paper = Files.readString(PAPER);
        assertThat(without("holds").toList()).allSatisfy(rule -> {
            assertThat(FOUND.get("holds_without_" + rule)).as(rule).isFalse();
            assertThat(paper).containsPattern("\\| `" + rule + "` \\|.*(redundant|not seen)");
        });
    }

    @Test
    void thePaperNamesTheCodeOfEveryRuleAndFact() throws IOException {
        Set<String> told = Pattern.compile("(?m)^\\| `(\\w+)` \\|")
                .matcher(Files.readString(PAPER))
                .results()
                .map(row -> row.group(1))
                .collect(toCollection(TreeSet::new));

        assertThat(told)
                .containsAll(Stream.concat(without("fails"), without("holds")).toList())
                .containsAll(named("(?m)^fact (\\w+)"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"src/main/java", "src/test/java"})
    void theCodeThatThePaperNamesExists(Path root) throws IOException {
        Path sources = root.resolve("io/github/cloudunmap");
        List<MatchResult> pointers = Pattern.compile("`([a-z]+(?:\\.[a-z]+)?)\\.([A-Z]\\w+?(Test)?)((?:\\.\\w+)*)`")
                .matcher(Files.readString(PAPER))
                .results()
                .filter(pointer -> root.startsWith("src/test") == (pointer.group(3) != null))
                .toList();

        assertThat(pointers).hasSizeGreaterThan(10).allSatisfy(pointer -> {
            Path source = sources.resolve(pointer.group(1).replace('.', '/')).resolve(pointer.group(2) + ".java");
            assertThat(source).as(pointer.group()).exists();
            assertThat(Files.readString(source).split("\\W+"))
                    .as(pointer.group())
                    .contains((pointer.group(2) + pointer.group(4)).split("\\."));
        });
    }

    private static Stream<String> without(String outcome) {
        return names(outcome + "_without_\\w+").stream().map(name -> name.replaceFirst(".*_", ""));
    }

    private static Set<String> names(String pattern) {
        return FOUND.keySet().stream().filter(name -> name.matches(pattern)).collect(Collectors.toSet());
    }

    private static Set<String> named(String declaration) throws IOException {
        return Pattern.compile(declaration)
                .matcher(Files.readString(MODEL))
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(toCollection(TreeSet::new));
    }
}
