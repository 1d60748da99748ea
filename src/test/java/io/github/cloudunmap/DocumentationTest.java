package io.github.cloudunmap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.aws.AwsSettings;
import io.github.cloudunmap.cli.Main;
import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.DurationText;
import io.github.cloudunmap.config.EventQueueConfig;
import io.github.cloudunmap.config.InvalidConfigException;
import io.github.cloudunmap.config.PrometheusConfig;
import io.github.cloudunmap.config.SelectConfig;
import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.config.yaml.ConfigLoader;
import io.github.cloudunmap.daemon.Daemon;
import io.github.cloudunmap.inmemory.InMemoryAws;
import io.github.cloudunmap.metrics.FreePort;
import io.github.cloudunmap.metrics.Scrape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keeps the README and the pages under docs true to the program. */
class DocumentationTest {
    private static final Map<String, String> REQUIRED =
            Map.of("service-id", "srv-1", "service-region", "us-east-1", "instances-regions", "[us-east-1]");

    private final Paper commands = Paper.of("docs/commands.md");
    private final Paper configuration = Paper.of("docs/configuration.md");
    private final Paper metrics = Paper.of("docs/metrics.md");

    @Test
    void thePapersListTheFlagsOfTheHelpWithTheirDefaults() throws Exception {
        String options = runProgram("--help").split("Commands:", 2)[0];
        Map<String, String> ofHelp = matches("(?ms)^ {2,6}(?:-h, )?(--[a-z-]+)(.*?)(?=^ {2,6}-|\\z)", options)
                .collect(toMap(option -> option.group(1), option -> defaultInHelp(option.group(2))));
        Map<String, String> documented = commands.rows("Flag").stream()
                .collect(toMap(row -> first("--[a-z-]+", row.get(0)), row -> unquoted(row.get(1))));

        assertThat(documented).hasSizeGreaterThan(10).containsExactlyInAnyOrderEntriesOf(ofHelp);
    }

    @Test
    void thePapersListTheCommandsOfTheHelp() throws Exception {
        String ofHelp = runProgram("--help").split("Commands:", 2)[1].split("Examples:", 2)[0];

        assertThat(commands.rows("Command").stream().skip(1).map(row -> first("[a-z-]+", row.get(0))))
                .containsExactlyInAnyOrderElementsOf(matches("(?m)^  ([a-z-]+) ", ofHelp)
                        .map(command -> command.group(1))
                        .toList());
    }

    @Test
    void thePapersListEverySetting() {
        assertThat(configuration.rows("Setting").stream().map(row -> unquoted(row.get(0))))
                .containsExactlyElementsOf(settings());
    }

    @Test
    void thePapersGiveTheDefaultOfEverySetting() throws Exception {
        Map<String, String> defaults = new TreeMap<>(REQUIRED);
        configuration.rows("Setting").stream()
                .filter(row -> row.get(1).startsWith("`"))
                .forEach(row -> defaults.put(unquoted(row.get(0)), unquoted(row.get(1))));
        List<String> withoutDefault = configuration.rows("Setting").stream()
                .filter(row -> !row.get(1).startsWith("`"))
                .map(row -> unquoted(row.get(0)) + " " + row.get(1))
                .toList();

        assertThat(ConfigLoader.parse("configuration.md", yaml(defaults))).isEqualTo(defaultConfig());
        assertThat(withoutDefault)
                .containsExactly(
                        "state-directory none",
                        "events.queue-url required",
                        "events.role-arn none",
                        "select.namespace required",
                        "select.names every name",
                        "select.tags none",
                        "service-id required",
                        "service-region required",
                        "instances-regions required",
                        "role-arn none",
                        "external-id none",
                        "name none");
    }

    @Test
    void thePapersGiveTheRangeOfEverySettingThatHasOne() {
        List<String> wrong = new ArrayList<>();
        List<List<String>> ranges = configuration.rows("Setting").stream()
                .filter(row -> row.get(2).matches("`[0-9]+[a-z]?` to `[0-9]+[a-z]?`"))
                .toList();
        for (List<String> row : ranges) {
            String setting = unquoted(row.get(0));
            String[] bounds = row.get(2).replace("`", "").split(" to ");
            Stream.of(bounds).filter(bound -> !isAccepted(setting, bound)).forEach(b -> wrong.add(setting + " " + b));
            Stream.of(beyond(bounds[0], -1), beyond(bounds[1], 1))
                    .filter(value -> isAccepted(setting, value))
                    .forEach(value -> wrong.add(setting + " " + value));
        }

        assertThat(wrong).isEmpty();
        assertThat(ranges).hasSize(12);
    }

    @Test
    void thePapersExamplesAreValidConfigurations() throws Exception {
        for (String page : List.of("README.md", "docs/configuration.md", "docs/selection.md")) {
            List<String> examples = Paper.of(page).blocks("yaml");

            assertThat(examples).as(page).isNotEmpty();
            for (String example : examples) {
                assertThat(ConfigLoader.parse(page, example).settings()).isNotEmpty();
            }
        }
    }

    @Test
    void thePapersListTheMetricsOfALiveScrapeAndNoOther() throws Exception {
        Map<String, String> documented = metrics.rows("Metric").stream()
                .collect(toMap(row -> unquoted(row.get(0)), row -> unquoted(row.get(1))));

        assertThat(documented).hasSizeGreaterThan(20).containsExactlyInAnyOrderEntriesOf(metricsAndLabels(scrape()));
    }

    @Test
    void thePapersListEveryResultAndVerdictThatAMetricTells() throws Exception {
        String meanings = metrics.rows("Metric").stream().map(row -> row.get(2)).collect(joining());

        assertThat(matches("(?m)^aws_cloud_unmap.*(?:result|verdict)=\"(.*?)\"", scrape())
                        .map(sample -> "`" + sample.group(1) + "`"))
                .hasSizeGreaterThan(10)
                .allSatisfy(value -> assertThat(meanings).contains(value));
    }

    @Test
    void theGateRunsTheReadmesTestCommand() throws Exception {
        Paper fromTestOn = new Paper(Paper.of("README.md").text().split("### Test\n", 2)[1]);
        String command = fromTestOn.blocks("sh").get(0).strip();

        assertThat(run(List.of("bash", ".ci/run", "--plan")).lines()).startsWith(command);
    }

    @ParameterizedTest
    @CsvSource({"Where, src/main/java, 20", "Test, src/test/java, 10"})
    void theDesignPointsToCodeThatExists(String column, Path root, int atLeast) throws Exception {
        Map<String, String> sources = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String type = file.getFileName().toString().replace(".java", "");
                sources.merge(type, Files.readString(file), String::concat);
            }
        }
        List<MatchResult> pointers = Paper.pages().stream()
                .flatMap(page -> Paper.of(page).rows(column).stream())
                .flatMap(row -> matches("`([A-Z]\\w+)(?:\\.(\\w+))?`", row.get(0)))
                .toList();

        assertThat(pointers)
                .hasSizeGreaterThanOrEqualTo(atLeast)
                .allSatisfy(pointer -> assertThat(sources.getOrDefault(pointer.group(1), "no such class"))
                        .as(pointer.group())
                        .containsPattern(
                                pointer.group(2) == null
                                        ? "(class|record|interface|enum) " + pointer.group(1) + "\\b"
                                        : "\\b" + pointer.group(2) + "\\("));
    }

    /** The page of a live daemon after one pass. */
    private static String scrape() throws Exception {
        int port = FreePort.next();
        String file = "prometheus:\n  enabled: true\n  port: " + port + "\n"
                + "events: [{ queue-url: https://sqs.us-east-1.amazonaws.com/123456789012/changes }]\n"
                + yaml(REQUIRED)
                + "  - { select: { namespace: prod.local }, service-region: us-east-1, instances-regions: [us-east-1] }\n";
        try (InMemoryAws aws = InMemoryAws.start();
                Daemon daemon = Daemon.withoutFile(
                        ConfigLoader.parse("configuration.md", file),
                        AwsSettings.local(aws.endpoint()),
                        report -> {})) {
            aws.cloudMap("us-east-1").createService("srv-1");
            aws.cloudMap("us-east-1").catalog().createNamespace("prod.local");
            assertThat(daemon.runOnce()).isTrue();
            return Scrape.page(port);
        }
    }

    /** Of ours by their names, of the JVM by the first word of theirs; the labels of each, without that of buckets. */
    private static Map<String, String> metricsAndLabels(String page) {
        Map<String, Set<String>> labels = new TreeMap<>();
        String family = "";
        for (String line : page.lines().toList()) {
            if (line.startsWith("# TYPE ")) {
                family = line.split(" ", -1)[2].replaceFirst("^(jvm|process)_.*", "$1_…");
                labels.computeIfAbsent(family, name -> new LinkedHashSet<>());
            } else if (family.startsWith("aws_cloud_unmap") && !line.startsWith("#")) {
                matches("(\\w+)=\"", line)
                        .map(label -> label.group(1))
                        .filter(label -> !label.equals("le"))
                        .forEach(Objects.requireNonNull(labels.get(family))::add);
            }
        }
        return labels.entrySet().stream()
                .collect(toMap(Map.Entry::getKey, metric -> String.join(", ", metric.getValue())));
    }

    private static Config defaultConfig() {
        return Config.DEFAULTS.withServices(List.of(ServiceConfig.of("srv-1", "us-east-1", List.of("us-east-1"))));
    }

    /** The settings by the names that a file gives them, in the order of the records. */
    private static List<String> settings() {
        return Stream.of(
                        keys(Config.class)
                                .filter(key -> !List.of("prometheus", "events", "services", "selections")
                                        .contains(key)),
                        keys(PrometheusConfig.class).map(key -> "prometheus." + key),
                        keys(EventQueueConfig.class).map(key -> "events." + key),
                        keys(SelectConfig.class).map(key -> "select." + key),
                        keys(ServiceConfig.class))
                .flatMap(keys -> keys)
                .toList();
    }

    private static Stream<String> keys(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(component ->
                        component.getName().replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT));
    }

    /** A file with these settings. */
    private static String yaml(Map<String, String> settings) {
        List<String> ofService = keys(ServiceConfig.class).toList();
        String process = settings.entrySet().stream()
                .filter(setting -> !ofService.contains(setting.getKey()))
                .map(setting -> setting.getKey().replace("prometheus.", "  ") + ": " + setting.getValue() + "\n")
                .sorted() // those of prometheus, indented, come first
                .collect(joining());
        String service = settings.entrySet().stream()
                .filter(setting -> ofService.contains(setting.getKey()))
                .map(setting -> "    " + setting.getKey() + ": " + setting.getValue() + "\n")
                .collect(joining());
        return (process.startsWith(" ") ? "prometheus:\n" : "") + process + "services:\n  -\n" + service;
    }

    private static boolean isAccepted(String setting, String value) {
        Map<String, String> settings = new TreeMap<>(REQUIRED);
        settings.put(setting, value);
        try {
            ConfigLoader.parse("configuration.md", yaml(settings));
            return true;
        } catch (InvalidConfigException e) {
            return false;
        }
    }

    /** The nearest value on that side of a number or a duration. */
    private static String beyond(String bound, int side) {
        if (bound.matches("[0-9]+")) {
            return Integer.toString(Integer.parseInt(bound) + side);
        }
        Duration value = DurationText.parse(bound).plusMillis(side);
        return value.toMillis() + "ms";
    }

    private static String defaultInHelp(String description) {
        return matches("\\(default:\\s+(\\S+)\\)", description)
                .map(match -> match.group(1))
                .collect(joining());
    }

    private static String unquoted(String cell) {
        return cell.replace("`", "");
    }

    static String first(String regex, String text) {
        return matches(regex, text).map(MatchResult::group).findFirst().orElse("");
    }

    static Stream<MatchResult> matches(String regex, String text) {
        return Pattern.compile(regex).matcher(text).results();
    }

    static String runProgram(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        return run(command);
    }

    private static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
