package io.github.cloudunmap.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.metrics.FreePort;
import io.github.cloudunmap.metrics.Scrape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Planted credentials turn up nowhere, whatever AWS repeats of them, at the level that says most. */
@Tag("long")
final class SecretsTest {
    private static final String KEY_ID = "AKIAPLANTEDKEYID0001";
    private static final String SECRET = "PlantedSecret/AccessKey+0123456789abcdef";
    private static final String SESSION = "PlantedSessionToken//////////0123456789ABCDEF==";
    private static final String PASSWORD = "planted-password";
    private static final String JWT =
            "eyJhbGciOiJQbGFudGVkIn0.eyJzdWIiOiJwbGFudGVkLXN1YmplY3QifQ.cGxhbnRlZC1zaWduYXR1cmU";
    private static final String CONTAINER = "PlantedContainerToken0123456789";
    private static final List<String> PLANTED =
            List.of(KEY_ID, SECRET, SESSION, PASSWORD, JWT, CONTAINER, "PlantedS", "PlantedC", "eyJhbGci");
    private static final String SERVICES = """
            prometheus: {enabled: true, port: %d}
            defaults: {service-region: us-east-1, instances-regions: [us-east-1], frequency: 1d}
            services:
              - service-id: srv-healthy
              - service-id: srv-signature
              - service-id: srv-expired
              - service-id: srv-garbage
              - service-id: srv-page
              - {service-id: srv-role, role-arn: "arn:aws:iam::123456789012:role/signature"}
              - {service-id: srv-role-of, role-arn: "arn:aws:iam::123456789012:role/garbage"}
            """;

    @TempDir
    private Path directory;

    private EchoingServer aws;

    @BeforeEach
    void start() throws IOException {
        aws = new EchoingServer(List.of(KEY_ID, SECRET, SESSION));
    }

    @AfterEach
    void close() {
        aws.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "text"})
    void noneIsInTheLogOrTheMetricsOfADaemon(String format) throws Exception {
        int port = FreePort.next();
        try (ConfigFile file = ConfigFile.of(SERVICES.formatted(port));
                ProgramProcess program = ProgramProcess.start(
                        environment(),
                        List.of(),
                        "--config",
                        file.path(),
                        "--log-level",
                        "DEBUG",
                        "--log-format",
                        format)) {
            List<String> seen = new ArrayList<>();
            program.awaitLine(line -> seen.add(line)
                    && seen.stream().filter(SecretsTest::endsAPass).count() == 7);
            seen.add(Scrape.page(port));
            program.signal("TERM");
            seen.addAll(program.restOfLog());
            seen.add(program.stdout());

            assertThat(seen).filteredOn(SecretsTest::endsAPass).anyMatch(line -> line.contains("InvalidSignature"));
            assertThat(seen).allSatisfy(SecretsTest::isClean).anyMatch(line -> line.contains("***"));
        }
    }

    @Test
    void noneIsInThePlan() throws Exception {
        try (ConfigFile file = ConfigFile.of(SERVICES.formatted(FreePort.next()))) {
            assertThat(output(environment(), "--config", file.path(), "--single-run", "--dry-run", "--output", "json"))
                    .allSatisfy(SecretsTest::isClean)
                    .anyMatch(line ->
                            line.contains("\"error\" : \"ListInstances") || line.contains("\"error\": \"ListI"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "page"})
    void noneOfAContainerIsShown(String answer) throws Exception {
        assertThat(outputOfOneService(Map.of(
                        "AWS_ACCESS_KEY_ID", "",
                        "AWS_SECRET_ACCESS_KEY", "",
                        "AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:" + aws.port() + "/" + answer,
                        "AWS_CONTAINER_AUTHORIZATION_TOKEN", CONTAINER,
                        "AWS_EC2_METADATA_DISABLED", "true")))
                .anyMatch(line -> line.contains("\"error_code\":\"NoCredentials\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"signature", "garbage", "page"})
    void noWebIdentityIsShown(String answer) throws Exception {
        aws.close();
        aws = new EchoingServer(List.of(JWT));
        Path token = Files.writeString(directory.resolve("token"), JWT);
        assertThat(outputOfOneService(Map.of(
                        "AWS_ACCESS_KEY_ID", "",
                        "AWS_SECRET_ACCESS_KEY", "",
                        "AWS_ENDPOINT_URL", "http://127.0.0.1:" + aws.port(),
                        "AWS_REGION", "us-east-1",
                        "AWS_ROLE_ARN", "arn:aws:iam::123456789012:role/" + answer,
                        "AWS_WEB_IDENTITY_TOKEN_FILE", token.toString(),
                        "AWS_EC2_METADATA_DISABLED", "true")))
                .anyMatch(line -> line.contains("\"error_code\":"));
    }

    @ParameterizedTest
    @CsvSource({"http://127.0.0.1:1", "'http://127.0.0.1:1/ x'", "http:///x", "http://aws.example"})
    void noneOfAProfileOrOfAUrlIsShown(String endpoint) throws Exception {
        Path profiles = Files.writeString(
                directory.resolve("credentials"),
                "[default]\naws_access_key_id = " + KEY_ID + "\naws_secret_access_key = " + SECRET
                        + "\naws_session_token = " + SESSION + "\n");
        assertThat(outputOfOneService(Map.of(
                        "AWS_ACCESS_KEY_ID",
                        "",
                        "AWS_SECRET_ACCESS_KEY",
                        "",
                        "AWS_SHARED_CREDENTIALS_FILE",
                        profiles.toString(),
                        "AWS_ENDPOINT_URL",
                        endpoint.replace("//", "//user:" + PASSWORD + "@"))))
                .isNotEmpty();
    }

    private Map<String, String> environment() {
        return Map.of(
                "AWS_ACCESS_KEY_ID", KEY_ID,
                "AWS_SECRET_ACCESS_KEY", SECRET,
                "AWS_SESSION_TOKEN", SESSION,
                "AWS_ENDPOINT_URL", "http://user:" + PASSWORD + "@127.0.0.1:" + aws.port());
    }

    private static List<String> outputOfOneService(Map<String, String> environment) throws Exception {
        List<String> output = output(
                environment,
                "--service-id",
                "srv-web",
                "--service-region",
                "us-east-1",
                "--instances-region",
                "us-east-1",
                "--single-run",
                "--log-level",
                "DEBUG");
        assertThat(output).allSatisfy(SecretsTest::isClean);
        return output;
    }

    private static List<String> output(Map<String, String> environment, String... arguments) throws Exception {
        try (ProgramProcess program = ProgramProcess.start(environment, List.of(), arguments)) {
            List<String> output = new ArrayList<>(program.restOfLog());
            output.addAll(program.stdout().lines().toList());
            assertThat(program.exitCode()).as("%s", output).isEqualTo(1);
            return output;
        }
    }

    private static boolean endsAPass(String line) {
        return line.contains("duration_ms") || line.contains("error_code");
    }

    private static void isClean(String line) {
        assertThat(line).doesNotContain(PLANTED).doesNotContainPattern("(?i)signature=[0-9a-f]");
    }
}
