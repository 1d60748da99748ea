package io.github.cloudunmap.monitoring;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules and the dashboard in {@code examples/monitoring}. */
final class MonitoringExamplesTest {
    private static final Path DIRECTORY = Path.of("examples/monitoring");
    private static final Path RULES = DIRECTORY.resolve("rules.yml");
    private static final Path DASHBOARD = DIRECTORY.resolve("dashboard.json");
    private static final Pattern METRIC = Pattern.compile("\\b(?:aws_cloud_unmap|jvm|process)_[a-z0-9_]+");

    private static Set<String> exported = Set.of();

    @BeforeAll
    static void scrape() throws Exception {
        exported = DemoScrape.page()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(toCollection(TreeSet::new));
    }

    @Test
    void everyAlertFiresAndStaysSilentWhenItShould() throws Exception {
        Promtool.Outcome outcome = Promtool.run(RULES, "test", "rules", DIRECTORY.resolve("rules-test.yml").toString());

        assertThat(outcome.output()).contains("SUCCESS");
        assertThat(outcome.status()).isZero();
    }

    @Test
    void everyAlertIsTestedFiringAndNotFiring() throws Exception {
        String tests = Files.readString(DIRECTORY.resolve("rules-test.yml"));

        assertThat(matches(Pattern.compile("(?m)(?<=- alert: )\\w+"), Files.readString(RULES)))
                .hasSize(6)
                .allSatisfy(alert -> assertThat(tests)
                        .containsPattern("alertname: " + alert + ", exp_alerts: \\[\\]")
                        .containsPattern("alertname: " + alert + "\n +exp_alerts:\n"));
    }

    @Test
    void theRulesUseOnlyMetricsThatExist() throws Exception {
        assertThat(matches(METRIC, Files.readString(RULES))).hasSizeGreaterThan(5).isSubsetOf(exported);
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
    void promtoolCanReadEveryQueryOfTheDashboard() throws Exception {
        for (String query : queries()) {
            String expression = query.replace("$__rate_interval", "5m");
            if (!expression.startsWith("label_values(")) {
                assertThat(Promtool.run(DASHBOARD, "promql", "format", expression))
                        .as(query)
                        .extracting(Promtool.Outcome::status)
                        .isEqualTo(0);
            }
        }
    }

    private static List<String> queries() throws Exception {
        JsonNode dashboard = JsonMapper.builder().build().readTree(DASHBOARD.toFile());
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
