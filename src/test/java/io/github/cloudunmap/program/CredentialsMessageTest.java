package io.github.cloudunmap.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cloudunmap.inmemory.InMemoryAws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Credentials that cannot be had: one line of at most 400 characters, with the source, the cause and the remedy. */
@Tag("long")
final class CredentialsMessageTest {
    private static final int LONGEST = 400;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final InMemoryAws aws = InMemoryAws.start();

    @TempDir
    private Path directory;

    @AfterEach
    void close() {
        aws.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE | environment variables | ecret | set both AWS_ACCESS_KEY_ID and",
                "AWS_EC2_METADATA_DISABLED=true | instance profile | disabled | give the process an instance profile",
                "AWS_EC2_METADATA_SERVICE_ENDPOINT=http://127.0.0.1:1 | instance profile | refused | an instance profile",
                "AWS_CONTAINER_CREDENTIALS_FULL_URI=http://127.0.0.1:1/x | container's role | refused | the task or the pod",
                "AWS_CONTAINER_CREDENTIALS_FULL_URI=http://169.254.1.1/x | container's role | invalid host | task or the pod",
            })
    void ofTheEnvironment(String setting, String source, String cause, String remedy) throws Exception {
        String[] variable = setting.split("=", 2);

        assertThat(message(Map.of(variable[0], variable[1])))
                .contains("no AWS credentials from the " + source + ": ", cause, "; ", remedy);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "credential_process = sh -c 'echo the vault is locked >&2; exit 3' | the vault is locked | by hand",
                "credential_process = /nonexistent | nonexistent | run its credential_process by hand",
                "credential_process = echo a-secret | something else than credentials | run its credential_process by hand",
                "credential_process = head -c 200000 /dev/zero >&2; exit 1 | ended with 1 | run its credential_process",
                "credential_process = echo '{\"Version\":1,\"AccessKeyId\":\"x\",\"SecretAccessKey\":\"y\","
                        + "\"Expiration\":\"2020-01-01T00:00:00Z\"}' # pa55word | have expired | by hand",
                "aws_access_key_id = AKIAIOSFODNN7EXAMPLE | ecret | look at aws_access_key_id",
                "role_arn = arn:aws:iam::123456789012:role/x | contained no credentials | look at its role_arn",
                "sso_start_url = https://x.example/start;sso_region = us-east-1;sso_account_id = 123456789012;"
                        + "sso_role_name = x | expired | aws sso login --profile default",
                "sso_session = mine;sso_account_id = 123456789012;sso_role_name = x;[sso-session mine];"
                        + "sso_start_url = https://x.example/start;sso_region = us-east-1 | expired | aws sso login",
            })
    void ofAProfile(String settings, String cause, String remedy) throws Exception {
        Path profiles = Files.writeString(
                directory.resolve("config"),
                "[default]\n"
                        + settings.replace(";[", "\n[").replace(";", settings.startsWith("credential") ? ";" : "\n")
                        + "\n");

        assertThat(message(Map.of("AWS_CONFIG_FILE", profiles.toString(), "HOME", directory.toString())))
                .contains("no AWS credentials from the profile default: ", cause, "; ", remedy);
    }

    @Test
    void whatIsInUseIsSaidOnce() throws Exception {
        new Fleet(aws).withLive(1);

        assertThat(log(Map.of("AWS_ACCESS_KEY_ID", "test", "AWS_SECRET_ACCESS_KEY", "test")))
                .filteredOn(line -> line.contains("AWS credentials are those of the environment variables"))
                .hasSize(1);
    }

    private String message(Map<String, String> environment) throws Exception {
        List<String> messages = log(environment).stream()
                .map(CredentialsMessageTest::messageOf)
                .filter(message -> message.contains("no AWS credentials"))
                .toList();
        assertThat(messages)
                .isNotEmpty()
                .noneMatch(message -> message.contains("pa55word") || message.contains("a-secret"))
                .allMatch(message -> message.length() < LONGEST);
        return messages.get(0);
    }

    private static String messageOf(String line) {
        try {
            return JSON.readTree(line).path("message").asText();
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }

    private List<String> log(Map<String, String> environment) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of(
                "AWS_ENDPOINT_URL", aws.endpoint().toString(), "AWS_ACCESS_KEY_ID", "", "AWS_SECRET_ACCESS_KEY", ""));
        all.putAll(environment);
        try (ProgramProcess program = ProgramProcess.start(
                all,
                List.of(),
                "--service-id",
                "srv-web",
                "--service-region",
                "us-east-1",
                "--instances-region",
                "us-east-1",
                "--single-run")) {
            return program.restOfLog();
        }
    }
}
