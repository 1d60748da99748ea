package io.github.cloudunmap.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cloudunmap.inmemory.InMemoryAws;
import io.github.cloudunmap.metrics.FreePort;
import io.github.cloudunmap.metrics.Scrape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Instances whose ids and attributes nobody chose in good faith. Names that no log may hold: control characters and
 * the like.
 */
@Tag("long")
final class HostileInstancesTest {
    private static final String US = "us-east-1";
    private static final String SERVICE = "srv-web";

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final List<String> IDS = List.of(
            "{}",
            "{} {} \\{}",
            "quo\"te'd",
            "back\\slash\\n",
            "line\nfeed\r\nWARNING forged",
            "nul\0and\u0001bell\u0007",
            "\u001b[2J\u001b[31mred\u009b0m",
            "odd\u0085line\u2028ends\u2029here",
            "\u202egnp.exe\u2066\u200b",
            "%s%n%d%",
            "${jndi:ldap://127.0.0.1:1/x}",
            "\uD83D\uDE00 é \uE000",
            "<script>&amp;\"]]>",
            "\",\"forged\":\"value",
            "x".repeat(600),
            " ");

    private static final String SKIPPED = "skipped-";

    private final InMemoryAws aws = InMemoryAws.start();
    private final ConfigFile file = ConfigFile.of("""
            services:
              - service-id: %s
                service-region: us-east-1
                instances-regions: [us-east-1]
                ids: any
                settle-time: 0s
            """.formatted(JSON.writeValueAsString(SERVICE)));
    private String live = "";

    HostileInstancesTest() throws IOException {}

    @BeforeEach
    void registerThem() {
        aws.cloudMap(US).createService(SERVICE);
        live = aws.ec2(US).launch("10.0.0.1");
        aws.cloudMap(US).register(SERVICE, live, Map.of("AWS_INSTANCE_IPV4", "10.0.0.1"));
        String ended = aws.ec2(US).launch("10.0.0.2");
        aws.ec2(US).terminate(ended);
        for (String id : IDS) {
            aws.cloudMap(US)
                    .register(
                            SERVICE, id, Map.of("AWS_INSTANCE_IPV4", "10.0.0.2", "AWS_EC2_INSTANCE_ID", ended, id, id));
        }
        for (int i = 0; i < IDS.size(); i++) { // shown, but no address to judge by
            aws.cloudMap(US).register(SERVICE, SKIPPED + i, Map.of("AWS_INSTANCE_IPV4", IDS.get(i)));
        }
    }

    @AfterEach
    void close() throws IOException {
        file.close();
        aws.close();
    }

    @Test
    void eachIsRemovedByExactlyItsIdAndAnnouncedOnOneLineOfJson() throws Exception {
        List<String> log = singleRun("--log-level", "DEBUG");

        assertThat(aws.cloudMap(US).instances(SERVICE).keySet())
                .contains(live)
                .hasSize(1 + IDS.size())
                .doesNotContainAnyElementsOf(IDS);
        Set<String> announced = new HashSet<>();
        for (String line : log) {
            assertThat(line).matches("[ -~]+");
            JsonNode event = JSON.readTree(line);
            if (event.path("result").asText().equals("deregistered")) {
                announced.add(event.path("instance_id").asText());
            }
        }
        assertThat(announced).containsExactlyInAnyOrderElementsOf(IDS);
    }

    @Test
    void eachLineOfTextBeginsWithATimeAndHoldsNothingInvisible() throws Exception {
        List<String> log = singleRun("--log-level", "DEBUG", "--log-format", "text");

        assertThat(aws.cloudMap(US).instances(SERVICE).keySet())
                .contains(live)
                .hasSize(1 + IDS.size())
                .doesNotContainAnyElementsOf(IDS);
        assertThat(log)
                .hasSizeGreaterThan(2 * IDS.size())
                .allSatisfy(
                        line -> assertThat(line)
                                .matches(
                                        "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d (DEBUG|INFO|WARNING) [^\\p{C}\\u2028\\u2029]+"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"table", "json"})
    void thePlanShowsThemSafely(String format) throws Exception {
        try (ProgramProcess program =
                ProgramProcess.start(aws.endpoint(), arguments("--single-run", "--dry-run", "--output", format))) {
            program.restOfLog();
            String plan = program.stdout();

            assertThat(program.exitCode()).isZero();
            assertThat(aws.cloudMap(US).instances(SERVICE)).hasSize(2 * IDS.size() + 1);
            if (format.equals("json")) {
                assertThat(plan).matches("[ -~\n]+");
                assertThat(JSON.readTree(plan)
                                .path("services")
                                .path(0)
                                .path("instances")
                                .findValuesAsText("instance_id"))
                        .containsAll(IDS);
            } else {
                assertThat(plan)
                        .matches("[^\\p{Cntrl}\\u2028\\u2029\\u202e\\n]+(\n[^\\p{Cntrl}\\u2028\\u2029\\u202e]*)*");
                assertThat(plan.lines()).hasSize(1 + 1 + 2 * IDS.size() + 1 + 1);
            }
        }
    }

    @Test
    void theMetricsStayParseable() throws Exception {
        int port = FreePort.next();
        try (ProgramProcess program = ProgramProcess.start(
                aws.endpoint(), arguments("--enable-prometheus", "--prometheus-port", Integer.toString(port)))) {
            program.awaitLine(line -> line.contains("\"duration_ms\":"));

            List<String> samples = Scrape.samples(port);
            assertThat(samples)
                    .allMatch(sample -> sample.matches(
                            "[a-zA-Z_:][a-zA-Z0-9_:]*(\\{([a-zA-Z_]\\w*=\"([^\"\\\\\\n]|\\\\[\\\\\"n])*\",?)*})?"
                                    + " ([-+]?[0-9.]+(E[-+]?[0-9]+)?|[-+]Inf|NaN)"));
            assertThat(samples)
                    .contains("aws_cloud_unmap_up{service_id=\"srv-web\",} 1.0")
                    .noneMatch(sample -> sample.contains("jndi") || sample.contains("x".repeat(100)));
        }
    }

    private List<String> singleRun(String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("--single-run"));
        arguments.addAll(List.of(more));
        try (ProgramProcess program =
                ProgramProcess.start(aws.endpoint(), arguments(arguments.toArray(String[]::new)))) {
            List<String> log = program.restOfLog();
            assertThat(program.exitCode()).as("%s", log).isZero();
            return log;
        }
    }

    private String[] arguments(String... more) {
        List<String> arguments = new ArrayList<>(List.of("--config", file.path()));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }
}
