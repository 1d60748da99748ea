package io.github.cloudunmap.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cloudunmap.demo.InMemoryAws;
import io.github.cloudunmap.metrics.Scrape;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The status of a real process, as its pages and the command show it. */
@Tag("long")
final class StatusTest {
    private static final String US = "us-east-1";
    private static final String SECRET = "wJalrXUtnFEMIK7MDENGbPxRfiCY";

    private final InMemoryAws aws = InMemoryAws.start();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        aws.close();
    }

    @Test
    void aRunningProcessShowsItsServicesRemovalsAndHowToUndoThem() throws Exception {
        aws.cloudMap(US).createService("srv-web");
        String dead = register("10.0.0.1");
        register("10.0.0.2");
        aws.ec2(US).terminate(dead);
        int port = Scrape.freePort();
        try (ConfigFile file = ConfigFile.of("""
                        prometheus: { enabled: true, port: %d }
                        state-directory: %s
                        services:
                          - service-id: srv-web
                            name: the shop
                            service-region: us-east-1
                            instances-regions: [us-east-1]
                        """.formatted(port, directory));
                ProgramProcess program = ProgramProcess.start(
                        Map.of(
                                "AWS_ENDPOINT_URL",
                                aws.endpoint().toString(),
                                "AWS_SECRET_ACCESS_KEY",
                                SECRET,
                                "SOME_VARIABLE",
                                "of the environment"),
                        List.of(),
                        "--config",
                        file.path())) {
            program.awaitMessage(message -> message.startsWith("aws-cloud-unmap 3"));
            program.awaitMessage(message -> message.startsWith("Checked service"));

            HttpResponse<String> page = Scrape.request(port, "GET", "/status");
            JsonNode status = new ObjectMapper()
                    .readTree(Scrape.request(port, "GET", "/status.json").body());

            assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
            assertThat(page.body())
                    .contains("The service is fine", "the shop", dead)
                    .doesNotContain(SECRET, "of the environment");
            assertThat(status.toString()).doesNotContain(SECRET, "of the environment");
            assertThat(status.at("/configuration/file").asText()).isEqualTo(file.path());
            assertThat(status.at("/services/0/last_pass/removals/deregistered").asInt())
                    .isEqualTo(1);
            JsonNode removal = status.at("/removals/0");
            assertThat(removal.path("reason").asText()).isEqualTo("terminated");

            Result table = command("status", "--url", "127.0.0.1:" + port);
            assertThat(table.exitCode).isZero();
            assertThat(table.stdout)
                    .contains("configuration: " + file.path())
                    .containsPattern("srv-web  the shop  [0-9TZ:-]+  success +1 +1 +0")
                    .contains(dead + "  10.0.0.1  terminated  ");
            Result json = command("status", "--url=http://127.0.0.1:" + port + "/status", "--output", "json");
            assertThat(new ObjectMapper().readTree(json.stdout).path("removals"))
                    .isEqualTo(status.path("removals"));

            String[] restore = removal.path("restore_command").asText().split(" ");
            program.signal("TERM");
            assertThat(program.exitCode()).isZero();
            try (ProgramProcess next = ProgramProcess.start(aws.endpoint(), "--config", file.path())) {
                next.awaitMessage(message -> message.startsWith("Checked service"));
                JsonNode recalled = new ObjectMapper()
                        .readTree(Scrape.request(port, "GET", "/status.json").body())
                        .at("/removals");
                assertThat(recalled).hasSize(1);
                assertThat(recalled.path(0).path("instance_id").asText()).isEqualTo(dead);
                assertThat(recalled.path(0).path("restore_command")).isEqualTo(removal.path("restore_command"));
            }

            assertThat(command(List.of(restore).subList(1, restore.length).toArray(String[]::new)).stdout)
                    .contains(dead, "not-alive");
        }
    }

    @Test
    void thePapersListTheKeysOfTheDocument() throws Exception {
        TreeSet<String> documented = Pattern.compile("`([a-z0-9_]+)(?:\\[])?`")
                .matcher(Files.readString(Path.of("docs/status.md")).split("## The document")[1])
                .results()
                .map(key -> key.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        aws.cloudMap(US).createService("srv-web");
        aws.ec2(US).terminate(register("10.0.0.1"));
        int port = Scrape.freePort();
        try (ProgramProcess program = ProgramProcess.start(
                aws.endpoint(),
                "--service-id=srv-web",
                "--service-region=us-east-1",
                "--instances-region=us-east-1",
                "--enable-prometheus",
                "--prometheus-port=" + port)) {
            program.awaitMessage(message -> message.startsWith("Checked service"));
            JsonNode status = new ObjectMapper()
                    .readTree(Scrape.request(port, "GET", "/status.json").body());

            TreeSet<String> keys = new TreeSet<>();
            collect(status, keys);
            keys.removeAll(List.of("matched", "stale", "unknown", "foreign", "skipped"));
            assertThat(keys).isSubsetOf(documented).contains("way_out", "state_directory", "last_reload", "waits");
        }
    }

    @Test
    void saysInOneLineThatNothingListens() throws Exception {
        int port = Scrape.freePort();
        try (ProgramProcess program = ProgramProcess.start(aws.endpoint(), "status", "--url", "localhost:" + port)) {
            assertThat(program.restOfLog())
                    .containsExactly("aws-cloud-unmap: nothing listens at http://localhost:" + port
                            + "/status.json; does the controller run with --enable-prometheus? Name its host and port by"
                            + " --url");
            assertThat(program.exitCode()).isEqualTo(1);
        }
    }

    private static void collect(JsonNode node, TreeSet<String> keys) {
        node.fieldNames().forEachRemaining(keys::add);
        node.forEach(child -> collect(child, keys));
    }

    private String register(String address) {
        String id = aws.ec2(US).launch(address);
        aws.cloudMap(US).register("srv-web", id, Map.of("AWS_INSTANCE_IPV4", address));
        return id;
    }

    private record Result(int exitCode, String stdout) {}

    private Result command(String... arguments) throws Exception {
        try (ProgramProcess program = ProgramProcess.start(aws.endpoint(), arguments)) {
            program.restOfLog();
            String stdout = program.stdout();
            return new Result(program.exitCode(), stdout);
        }
    }
}
