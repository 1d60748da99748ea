package io.github.cloudunmap.monitoring;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.cloudunmap.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules and the dashboard in {@code examples/monitoring}. */
@Tag("long")
final class MonitoringExamplesTest {
    private static final Path DIRECTORY = Path.of("examples/monitoring");
    private static final Path RULES = DIRECTORY.resolve("rules.yml");
    private static final Pattern METRIC = Pattern.compile("\\b(?:aws_cloud_unmap|jvm|process)_[a-z0-9_]+");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static Set<String> exported = Set.of();
    private static String page = "";

    @BeforeAll
    static void scrape() throws Exception {
        page = DemoScrape.page();
        exported = page.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(toCollection(TreeSet::new));
    }

    @Test
    void everyAlertFiresAndStaysSilentWhenItShould() throws Exception {
        Tool.Outcome outcome = Promtool.run(
                RULES, "test", "rules", DIRECTORY.resolve("rules-test.yml").toString());

        assertThat(outcome.output()).contains("SUCCESS");
        assertThat(outcome.status()).isZero();
    }

    @Test
    void everyAlertIsTestedFiringAndNotFiring() throws Exception {
        String tests = Files.readString(DIRECTORY.resolve("rules-test.yml"));

        assertThat(matches(Pattern.compile("(?m)(?<=- alert: )\\w+"), Files.readString(RULES)))
                .hasSize(17)
                .allSatisfy(alert -> assertThat(tests)
                        .containsPattern("alertname: " + alert + ", exp_alerts: \\[\\]")
                        .containsPattern("alertname: " + alert + "\n +exp_alerts:\n"));
    }

    @Test
    void theRulesUseOnlyMetricsThatExist() throws Exception {
        assertThat(matches(METRIC, Files.readString(RULES)))
                .hasSizeGreaterThan(5)
                .isSubsetOf(exported);
    }

    /** A program whose selections have not been read yet is there too. */
    @Test
    void noAlertTakesAProgramWithoutServicesForAbsent() throws Exception {
        assertThat(matches(Pattern.compile("(?<=absent\\()\\w+"), Files.readString(RULES)))
                .isNotEmpty()
                .allSatisfy(metric -> assertThat(page)
                        .containsPattern("(?m)^" + metric + "\\{")
                        .doesNotContain(metric + "{service_id="));
    }

    @Test
    void theDashboardUsesOnlyMetricsThatExist() throws Exception {
        assertThat(matches(METRIC, String.join("\n", queries()))).isSubsetOf(exported);
    }

    @Test
    void theDashboardShowsEveryMetricOfThePassesAndOfAws() throws Exception {
        Set<String> shown = matches(METRIC, String.join("\n", queries()));

        assertThat(exported)
                .filteredOn(name -> name.startsWith("aws_cloud_unmap_") && !name.matches(".*_(count|sum)"))
                .filteredOn(name -> !shown.contains(name))
                .containsExactly(
                        "aws_cloud_unmap_config_info",
                        "aws_cloud_unmap_config_last_reload_success_timestamp_seconds",
                        "aws_cloud_unmap_last_reconcile_timestamp_seconds");
    }

    @Test
    void promtoolCanReadEveryQueryOfTheDashboard(@TempDir Path directory) throws Exception {
        List<Map<String, String>> asRules = queries().stream()
                .filter(query -> !query.startsWith("label_values("))
                .map(query -> Map.of("record", "query", "expr", query.replace("$__rate_interval", "5m")))
                .distinct()
                .toList();
        Path rules = directory.resolve("rules.json");
        JSON.writeValue(rules.toFile(), Map.of("groups", List.of(Map.of("name", "queries", "rules", asRules))));

        Tool.Outcome outcome = Promtool.run(rules, "check", "rules", "--lint=none", rules.toString());

        assertThat(outcome.output()).contains("SUCCESS: " + asRules.size() + " rules found");
        assertThat(asRules).hasSizeGreaterThan(20);
    }

    private static List<String> queries() throws Exception {
        JsonNode dashboard = JSON.readTree(DIRECTORY.resolve("dashboard.json").toFile());
        return Stream.concat(
                        dashboard.findValuesAsText("expr").stream(),
                        StreamSupport.stream(dashboard.at("/templating/list").spliterator(), false)
                                .map(variable -> variable.at("/query/query").asText())
                                .filter(query -> !query.isEmpty()))
                .toList();
    }

    private static Set<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group()).collect(toCollection(TreeSet::new));
    }
}
