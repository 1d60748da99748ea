package io.github.cloudunmap;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How the papers hang together: a reader who starts at the README finds every page, and no text twice. */
final class PagesTest {
    private static final int MAX_README_LINES = 170;
    private static final int WORDS_OF_A_STATEMENT = 10;
    private static final Pattern STEP_WITHIN_A_LINE = Pattern.compile("[.:] [1-9]\\. [A-Z*`]");

    @Test
    void theReadmeIsShort() {
        assertThat(Paper.of("README.md").text().lines()).hasSizeLessThanOrEqualTo(MAX_README_LINES);
    }

    @Test
    void theReadmeLeadsToEveryPageAtOnceOrThroughOneIndex() {
        Set<String> linked = pagesLinkedBy("README.md");
        Stream<String> throughAnIndex = linked.stream()
                .filter(page -> page.endsWith("/README.md"))
                .flatMap(index -> pagesLinkedBy(index).stream());
        Set<String> reached = Stream.concat(linked.stream(), throughAnIndex).collect(toSet());

        assertThat(Paper.pages())
                .hasSizeGreaterThan(10)
                .filteredOn(page -> !page.equals("README.md"))
                .isSubsetOf(reached);
    }

    @Test
    void everyLinkAndAnchorLeadsSomewhere() {
        List<String> broken = Paper.all().stream()
                .flatMap(page -> Paper.of(page).links().stream()
                        .filter(link -> !link.startsWith("https://"))
                        .filter(link -> !leadsSomewhere(page, link))
                        .map(link -> page + ": " + link))
                .toList();

        assertThat(broken).isEmpty();
        assertThat(Paper.of("README.md").links()).hasSizeGreaterThan(20);
    }

    @Test
    void noPageRepeatsAnother() {
        Map<String, List<String>> pagesOfStatements = Paper.pages().stream()
                .flatMap(page -> statements(page).map(statement -> Map.entry(statement, page)))
                .distinct()
                .collect(groupingBy(Map.Entry::getKey, TreeMap::new, mapping(Map.Entry::getValue, toList())));

        assertThat(pagesOfStatements).hasSizeGreaterThan(100);
        assertThat(pagesOfStatements.entrySet())
                .filteredOn(statement -> statement.getValue().size() > 1)
                .isEmpty();
    }

    /** A number in the middle of a line is text: the steps of a list then run together. */
    @Test
    void everyNumberedStepBeginsALine() {
        List<String> hidden = Paper.all().stream()
                .flatMap(page -> STEP_WITHIN_A_LINE
                        .matcher(Paper.of(page).prose())
                        .results()
                        .map(step -> page + ": " + step.group()))
                .toList();

        assertThat(hidden).isEmpty();
        assertThat(STEP_WITHIN_A_LINE.matcher("in this order: 1. Stop. 2. Go").results())
                .hasSize(2);
    }

    /** Its sentences and table cells without headings, if they are long enough to say something of their own. */
    private static Stream<String> statements(String page) {
        String prose = Paper.of(page).prose().replaceAll("(?m)^#.*$", "");
        return Stream.of(prose.split("\\n\\s*\\n|\\n(?=[|-])|(?<=[.:])\\s|\\|"))
                .map(statement -> statement.replaceAll("\\s+", " ").strip())
                .filter(statement -> Arrays.stream(statement.split(" ")).count() >= WORDS_OF_A_STATEMENT);
    }

    private static Set<String> pagesLinkedBy(String page) {
        return Paper.of(page).links().stream()
                .map(link -> target(page, link).toString())
                .collect(toSet());
    }

    private static boolean leadsSomewhere(String page, String link) {
        Path target = target(page, link);
        int anchor = link.indexOf('#');
        return Files.exists(target)
                && (anchor < 0 || Paper.of(target.toString()).anchors().contains(link.substring(anchor + 1)));
    }

    /** The file that a link points to, by its path in the repository. */
    private static Path target(String page, String link) {
        String file = link.split("#", 2)[0];
        return file.isEmpty()
                ? Path.of(page)
                : Path.of(page).resolveSibling(file).normalize();
    }
}
