package io.github.cloudunmap.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the environment says wrongly about AWS is told at the start, by the name of the variable or the file. */
@Tag("long")
final class AwsVariablesTest {
    private static final Map<String, String> NO_KEYS =
            Map.of("AWS_ACCESS_KEY_ID", "", "AWS_SECRET_ACCESS_KEY", "", "AWS_EC2_METADATA_DISABLED", "true");
    private static final String NO_URL = " is no URL of an endpoint; write it as https://HOST or https://HOST:PORT";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AWS_ENDPOINT_URL | http:// | http://" + NO_URL,
                "AWS_ENDPOINT_URL | foo | foo" + NO_URL,
                "AWS_ENDPOINT_URL_EC2 | ftp://127.0.0.1 | ftp://127.0.0.1" + NO_URL,
                "AWS_ENDPOINT_URL_SERVICEDISCOVERY | http://127.0.0.1:99999 | http://127.0.0.1:99999" + NO_URL,
                "AWS_MAX_ATTEMPTS | abc | abc is no number of attempts; give 1 or more",
                "AWS_MAX_ATTEMPTS | 0 | 0 is no number of attempts; give 1 or more",
                "AWS_USE_FIPS_ENDPOINT | maybe | maybe is neither true nor false",
                "AWS_CA_BUNDLE | /nonexistent | /nonexistent cannot be read: no such file or directory",
                "AWS_CA_BUNDLE | /dev/null | /dev/null holds no certificate; give a file in PEM format",
                "HTTPS_PROXY | socks5://me:secret@x | it is no URL of an HTTP proxy; write it as http://HOST:PORT or"
                        + " http://***@HOST:PORT, with special characters of the password as %XX",
            })
    void aWrongVariable(String variable, String value, String problem) throws Exception {
        assertThat(log(Map.of(variable, value))).containsExactly("aws-cloud-unmap: " + variable + ": " + problem);
    }

    @Test
    void aFipsEndpointThatAnotherOneTakesThePlaceOf() throws Exception {
        assertThat(log(Map.of("AWS_USE_FIPS_ENDPOINT", "true", "AWS_ENDPOINT_URL", "http://127.0.0.1:1")))
                .containsExactly(
                        "aws-cloud-unmap: AWS_USE_FIPS_ENDPOINT: it cannot be met where AWS_ENDPOINT_URL names the"
                                + " endpoint; unset one of them");
    }

    @Test
    void allAtOnce() throws Exception {
        Map<String, String> wrong = new HashMap<>(NO_KEYS);
        wrong.putAll(Map.of(
                "AWS_ENDPOINT_URL", "foo",
                "AWS_MAX_ATTEMPTS", "-1",
                "AWS_WEB_IDENTITY_TOKEN_FILE", "/nonexistent",
                "HTTP_PROXY", "http://a b"));

        assertThat(log(wrong))
                .extracting(line -> line.split(": ")[1])
                .containsExactly(
                        "AWS_ENDPOINT_URL",
                        "HTTP_PROXY",
                        "AWS_WEB_IDENTITY_TOKEN_FILE",
                        "AWS_WEB_IDENTITY_TOKEN_FILE",
                        "AWS_MAX_ATTEMPTS");
    }

    @Test
    void aFileThatCannotBeRead() throws Exception {
        Path file = Files.writeString(directory.resolve("credentials"), "[default]\naws_access_key_id\n");

        assertThat(log(Map.of("AWS_SHARED_CREDENTIALS_FILE", file.toString())))
                .singleElement()
                .asString()
                .startsWith("aws-cloud-unmap: " + file + ": ")
                .contains("line 2")
                .endsWith("; correct the AWS configuration there");
    }

    @Test
    void aProfileThatIsMissing() throws Exception {
        Map<String, String> wrong = new HashMap<>(NO_KEYS);
        wrong.put("AWS_PROFILE", "dve");

        assertThat(log(wrong))
                .singleElement()
                .asString()
                .startsWith("aws-cloud-unmap: AWS_PROFILE: there is no profile dve in ");
    }

    @Test
    void aProfileWithAnUnknownWishForAnEndpoint() throws Exception {
        Path file = Files.writeString(directory.resolve("config"), "[default]\nuse_fips_endpoint = yes\n");

        assertThat(log(Map.of("AWS_CONFIG_FILE", file.toString())))
                .containsExactly("aws-cloud-unmap: Profile property 'use_fips_endpoint' must be set to 'true',"
                        + " 'false' or unset, but was set to 'yes'; correct the AWS configuration file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "iam-policy"})
    void aDefaultsModeThatTheSdkDoesNotKnow(String command) throws Exception {
        try (ConfigFile file = ConfigFile.of("""
                        services:
                          - select: { namespace: prod.local }
                            service-region: us-east-1
                            instances-regions: [us-east-1]
                        """);
                ProgramProcess program = ProgramProcess.start(
                        Map.of("AWS_DEFAULTS_MODE", "zzz"), List.of(), command, "--online", file.path())) {
            assertThat(program.restOfLog())
                    .singleElement()
                    .asString()
                    .startsWith("aws-cloud-unmap: no AWS client can be made: ")
                    .contains("zzz")
                    .endsWith("; look at the AWS_* variables and the AWS configuration file");
            assertThat(program.exitCode()).isOne();
        }
    }

    private static List<String> log(Map<String, String> environment) throws Exception {
        try (ProgramProcess program = ProgramProcess.start(
                environment,
                List.of(),
                "--service-id",
                "srv-web",
                "--service-region",
                "us-east-1",
                "--instances-region",
                "us-east-1",
                "--single-run")) {
            List<String> log = program.restOfLog();
            assertThat(program.exitCode()).isEqualTo(1);
            return log;
        }
    }
}
