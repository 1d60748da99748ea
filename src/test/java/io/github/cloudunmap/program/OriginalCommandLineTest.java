package io.github.cloudunmap.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cloudunmap.inmemory.InMemoryAws;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The Python tool's command line, in a process of its own. */
@Tag("long")
final class OriginalCommandLineTest {
    private static final String US = "us-east-1";

    private final InMemoryAws aws = InMemoryAws.start();
    private final List<String> ids = new ArrayList<>();

    @BeforeEach
    void registerThreeInstances() {
        aws.cloudMap(US).createService("srv-web");
        for (int host = 1; host <= 3; host++) {
            String address = "10.0.0." + host;
            ids.add(aws.ec2(US).launch(address));
            aws.cloudMap(US).register("srv-web", ids.get(host - 1), Map.of("AWS_INSTANCE_IPV4", address));
        }
    }

    @AfterEach
    void close() {
        aws.close();
    }

    @Test
    void removesTheTerminatedInstanceAndSaysSoInJson() throws Exception {
        aws.ec2(US).terminate(ids.get(1));

        List<JsonNode> log = singleRun(0);

        assertThat(aws.cloudMap(US).instances("srv-web")).containsOnlyKeys(ids.get(0), ids.get(2));
        assertThat(log)
                .allMatch(line ->
                        line.hasNonNull("asctime") && line.hasNonNull("levelname") && line.hasNonNull("message"))
                .filteredOn(line -> line.path("levelname").asText().equals("WARNING"))
                .extracting(
                        line -> line.path("message").asText(),
                        line -> line.path("reason").asText())
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        "Deregistering instance " + ids.get(1) + " (10.0.0.2) from service srv-web: terminated",
                        "terminated"));
    }

    @Test
    void removesNothingWhenAllAreTerminatedAndEndsWithOne() throws Exception {
        ids.forEach(aws.ec2(US)::terminate);

        List<JsonNode> log = singleRun(1);

        assertThat(aws.cloudMap(US).instances("srv-web")).hasSize(3);
        assertThat(log)
                .filteredOn(line -> line.path("levelname").asText().equals("WARNING"))
                .extracting(line -> line.path("message").asText())
                .containsExactly(
                        "Refused to deregister anything from service srv-web: all 3 registered instances that EC2"
                                + " can vouch for are stale, and the last are never removed; "
                                + ids.stream().sorted().collect(Collectors.joining(", "))
                                + " stay registered; if they have ended for good, register a living one, or remove them: "
                                + ids.stream()
                                        .sorted()
                                        .map(id -> "aws servicediscovery deregister-instance --service-id srv-web"
                                                + " --instance-id " + id + " --region us-east-1")
                                        .collect(Collectors.joining("; ")));
    }

    @Test
    void removesNothingInADryRun() throws Exception {
        aws.ec2(US).terminate(ids.get(1));

        singleRun(0, "--dry-run");

        assertThat(aws.cloudMap(US).instances("srv-web")).hasSize(3);
        assertThat(aws.calls().count("DeregisterInstance")).isZero();
    }

    @Test
    void saysInOneLineThatTheServiceDoesNotExist() throws Exception {
        try (ProgramProcess program = ProgramProcess.start(
                aws.endpoint(),
                "--service-id",
                "srv-none",
                "--service-region",
                US,
                "--instances-region",
                US,
                "--single-run")) {
            List<String> log = program.restOfLog();

            assertThat(program.exitCode()).isEqualTo(1);
            assertThat(log)
                    .filteredOn(line -> !line.contains("AWS credentials are those of"))
                    .hasSize(1)
                    .allMatch(line -> line.contains("\"error_code\":\"ServiceNotFound\""));
        }
    }

    private List<JsonNode> singleRun(int exitCode, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(
                List.of("--service-id", "srv-web", "--service-region", US, "--instances-region", US, "--single-run"));
        arguments.addAll(List.of(more));
        try (ProgramProcess program = ProgramProcess.start(aws.endpoint(), arguments.toArray(String[]::new))) {
            List<JsonNode> log = new ArrayList<>();
            for (String line : program.restOfLog()) {
                log.add(new ObjectMapper().readTree(line));
            }
            assertThat(program.exitCode()).isEqualTo(exitCode);
            return log;
        }
    }
}
