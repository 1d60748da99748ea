package io.github.cloudunmap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.cli.Main;
import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.ConfigLoader;
import io.github.cloudunmap.config.DurationText;
import io.github.cloudunmap.config.InvalidConfigException;
import io.github.cloudunmap.config.PrometheusConfig;
import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.metrics.ReconcileMetrics;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps the papers at the top of the repository true to the program. */
class DocumentationTest {
    private static final Map<String, String> REQUIRED =
            Map.of("service-id", "srv-1", "service-region", "us-east-1", "instances-regions", "[us-east-1]");
    private static final ServiceConfig DEFAULT_SERVICE = ServiceConfig.of("srv-1", "us-east-1", List.of("us-east-1"));

    private final String readme = read("README.md");

    @Test
    void theReadmeListsTheFlagsOfTheHelpWithTheirDefaults() throws Exception {
        String options = runProgram("--help").split("Commands:", 2)[0];
        Map<String, String> ofHelp = matches("(?ms)^ {2,6}(?:-h, )?(--[a-z-]+)(.*?)(?=^ {2,6}-|\\z)", options)
                .collect(toMap(option -> option.group(1), option -> defaultInHelp(option.group(2))));
        Map<String, String> ofReadme = rows(readme, "Flag").stream()
                .collect(toMap(row -> first("--[a-z-]+", row.get(0)), row -> unquoted(row.get(1))));

        assertThat(ofReadme).hasSizeGreaterThan(10).containsExactlyInAnyOrderEntriesOf(ofHelp);
    }

    @Test
    void theReadmeListsTheCommandsOfTheHelp() throws Exception {
        String commands = runProgram("--help").split("Commands:", 2)[1].split("Examples:", 2)[0];

        assertThat(rows(readme, "Command").stream().skip(1).map(row -> first("[a-z-]+", row.get(0))))
                .containsExactlyInAnyOrderElementsOf(matches("(?m)^  ([a-z-]+) ", commands)
                        .map(command -> command.group(1))
                        .toList());
    }

    @Test
    void theReadmeListsEverySetting() {
        assertThat(rows(readme, "Setting").stream().map(row -> unquoted(row.get(0))))
                .containsExactlyElementsOf(settings());
    }

    @Test
    void theReadmeGivesTheDefaultOfEverySetting() throws Exception {
        Map<String, String> defaults = new TreeMap<>(REQUIRED);
        rows(readme, "Setting").stream()
                .filter(row -> row.get(1).startsWith("`"))
                .forEach(row -> defaults.put(unquoted(row.get(0)), unquoted(row.get(1))));
        List<String> withoutDefault = rows(readme, "Setting").stream()
                .filter(row -> !row.get(1).startsWith("`"))
                .map(row -> unquoted(row.get(0)) + " " + row.get(1))
                .toList();

        assertThat(ConfigLoader.parse("README.md", yaml(defaults))).isEqualTo(defaultConfig());
        assertThat(withoutDefault)
                .containsExactly(
                        "service-id required",
                        "service-region required",
                        "instances-regions required",
                        "role-arn none",
                        "external-id none");
    }

    @Test
    void theReadmeGivesTheRangeOfEverySettingThatHasOne() {
        List<String> wrong = new ArrayList<>();
        List<List<String>> ranges = rows(readme, "Setting").stream()
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
        assertThat(ranges).hasSize(7);
    }

    @Test
    void theSampleFileShowsEverySettingAndNoOther() {
        Stream<String> keys = matches("(?m)^(?: *(?:- )?| +# )([a-z0-9-]+):(?: |$)", read("config/unmap.yaml"))
                .map(key -> key.group(1));

        assertThat(keys.distinct()
                        .filter(key ->
                                !List.of("prometheus", "defaults", "services").contains(key)))
                .containsExactlyInAnyOrderElementsOf(settings().stream()
                        .map(setting -> setting.replace("prometheus.", ""))
                        .toList());
    }

    @Test
    void theSampleFileShowsTheDefaults() throws Exception {
        String allButServices = read("config/unmap.yaml").split("(?m)^services:", 2)[0];

        assertThat(ConfigLoader.parse("config/unmap.yaml", allButServices + yaml(REQUIRED)))
                .isEqualTo(defaultConfig());
    }

    @Test
    void theReadmesExamplesAreValidConfigurations() throws Exception {
        List<String> examples = matches("(?s)```yaml\n(.*?)```", readme)
                .map(block -> block.group(1))
                .toList();

        for (String example : examples) {
            assertThat(ConfigLoader.parse("README.md", example).services()).isNotEmpty();
        }
        assertThat(examples).hasSizeGreaterThan(1);
    }

    @Test
    void theReadmeListsTheMetrics() throws Exception {
        CollectorRegistry registry = new CollectorRegistry();
        var unused = new ReconcileMetrics(registry, List.of("srv-1"));
        StringWriter shown = new StringWriter();
        TextFormat.write004(shown, registry.metricFamilySamples());

        assertThat(rows(readme, "Metric").stream().map(row -> unquoted(row.get(0)) + " " + unquoted(row.get(1))))
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(
                        matches("(?m)^(aws_cloud_unmap\\w+)\\{([a-z_]+)=", shown.toString())
                                .map(sample -> sample.group(1) + " " + sample.group(2))
                                .distinct()
                                .toList());
    }

    @Test
    void theReadmesIamPolicyIsTheOutputOfTheCommandAboveIt() throws Exception {
        String section = readme.split("(?m)^## IAM$", 2)[1].split("(?m)^## ", 2)[0];
        String command = first("(?<=```sh\naws-cloud-unmap )[^\n]+(?=\n```)", section);
        String shown = first("(?s)(?<=```json\n).*?(?=```)", section);

        assertThat(command).startsWith("iam-policy ");
        assertThat(runProgram(command.split(" ", -1))).isEqualTo(shown);
    }

    @Test
    void theReadmeExplainsEveryOptionalStatementOfThePolicy() throws Exception {
        String policy = runProgram("iam-policy", "--config", "examples/minimal.yaml");

        assertThat(rows(readme, "Sid").stream()
                        .flatMap(row -> matches("Optional\\w+", row.get(0)))
                        .map(MatchResult::group))
                .isNotEmpty()
                .containsExactlyElementsOf(
                        matches("Optional\\w+", policy).map(MatchResult::group).toList());
    }

    @Test
    void theGateRunsTheReadmesTestCommand() throws Exception {
        String command = first("(?m)(?<=^### Test\n\n```sh\n).*$", readme);

        assertThat(run(List.of("bash", ".ci/run", "--plan")).lines()).startsWith(command);
    }

    @Test
    void theDesignPointsToCodeThatExists() throws Exception {
        Map<String, String> sources;
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            sources = files.filter(file -> file.toString().matches(".*/[A-Z]\\w+\\.java"))
                    .collect(toMap(
                            file -> file.getFileName().toString().replace(".java", ""),
                            file -> read(file.toString()),
                            (one, other) -> one + other));
        }
        List<MatchResult> pointers = rows(read("DESIGN.md"), "Where").stream()
                .flatMap(row -> matches("`([A-Z]\\w+)(?:\\.(\\w+))?`", row.get(0)))
                .toList();

        assertThat(pointers)
                .hasSizeGreaterThan(20)
                .allSatisfy(pointer -> assertThat(sources.getOrDefault(pointer.group(1), "no such class"))
                        .as(pointer.group())
                        .containsPattern(
                                pointer.group(2) == null
                                        ? "(class|record|interface|enum) " + pointer.group(1) + "\\b"
                                        : "\\b" + pointer.group(2) + "\\("));
    }

    private static Config defaultConfig() {
        Config d = Config.DEFAULTS;
        return new Config(
                d.workers(),
                d.logLevel(),
                d.logFormat(),
                d.ec2CacheTtl(),
                d.suspectHold(),
                d.shutdownTimeout(),
                d.prometheus(),
                List.of(DEFAULT_SERVICE));
    }

    /** The settings by the names that a file gives them, in the order of the records. */
    private static List<String> settings() {
        return Stream.of(
                        keys(Config.class)
                                .filter(key ->
                                        !List.of("prometheus", "services").contains(key)),
                        keys(PrometheusConfig.class).map(key -> "prometheus." + key),
                        keys(ServiceConfig.class))
                .flatMap(keys -> keys)
                .toList();
    }

    private static Stream<String> keys(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(component ->
                        component.getName().replaceAll("(?=[A-Z])", "-").toLowerCase(java.util.Locale.ROOT));
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
            ConfigLoader.parse("README.md", yaml(settings));
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

    /** The rows below each table heading that has this column, without the cells before it. */
    private static List<List<String>> rows(String markdown, String column) {
        List<List<String>> rows = new ArrayList<>();
        int from = -1;
        for (String line : markdown.lines().toList()) {
            if (!line.startsWith("|")) {
                from = -1;
                continue;
            }
            List<String> cells =
                    Stream.of(line.substring(1).split("\\|")).map(String::strip).toList();
            if (from >= 0 && !line.startsWith("|---")) {
                rows.add(cells.subList(from, cells.size()));
            } else if (from < 0) {
                from = cells.indexOf(column);
            }
        }
        return rows;
    }

    private static String defaultInHelp(String description) {
        return matches("\\(default:\\s+(\\S+)\\)", description)
                .map(match -> match.group(1))
                .collect(joining());
    }

    private static String unquoted(String cell) {
        return cell.replace("`", "");
    }

    private static String first(String regex, String text) {
        return matches(regex, text).map(MatchResult::group).findFirst().orElse("");
    }

    private static Stream<MatchResult> matches(String regex, String text) {
        return Pattern.compile(regex).matcher(text).results();
    }

    private static String runProgram(String... arguments) throws IOException, InterruptedException {
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

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
