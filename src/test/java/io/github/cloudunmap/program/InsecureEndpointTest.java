package io.github.cloudunmap.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.inmemory.InMemoryAws;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Endpoints that others could listen in on, by each way in which the AWS SDK can be told of them. */
@Tag("long")
final class InsecureEndpointTest {
    private static final String REFUSED = " is neither https nor on loopback, so that others could read and change what"
            + " goes there; give an https URL, or --allow-insecure-endpoint";
    private static final List<String> ONE_SERVICE =
            List.of("--service-id", "srv-web", "--service-region", "us-east-1", "--instances-region", "us-east-1");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AWS_ENDPOINT_URL",
                "AWS_ENDPOINT_URL_EC2",
                "AWS_ENDPOINT_URL_SERVICEDISCOVERY",
                "AWS_ENDPOINT_URL_STS"
            })
    void aVariableIsRefusedByItsName(String variable) throws Exception {
        assertThat(log(1, Map.of(variable, "http://user:password@aws.example:4566/x"), ONE_SERVICE))
                .containsExactly("aws-cloud-unmap: " + variable + ": http://aws.example:4566" + REFUSED);
    }

    @ParameterizedTest
    @CsvSource({
        "ec2, 'endpoint_url = http://aws.example'",
        "ec2, 'services = mine\n[services mine]\nec2 =\n  endpoint_url = http://aws.example'",
        "servicediscovery, 'services = mine\n[services mine]\nservicediscovery =\n  endpoint_url = http://aws.example'",
        "sts, 'services = mine\n[services mine]\nsts =\n  endpoint_url = http://aws.example'"
    })
    void aProfileIsRefusedByItsName(String api, String settings) throws Exception {
        Path profiles = Files.writeString(directory.resolve("config"), "[profile odd]\n" + settings + "\n");

        assertThat(log(1, Map.of("AWS_CONFIG_FILE", profiles.toString(), "AWS_PROFILE", "odd"), ONE_SERVICE))
                .contains("aws-cloud-unmap: endpoint_url for " + (settings.startsWith("endpoint") ? "sts" : api)
                        + " of profile odd in the AWS configuration file: http://aws.example" + REFUSED);
    }

    @Test
    void aFileOfServicesMakesNoDifference() throws Exception {
        try (ConfigFile file = ConfigFile.of(
                "services: [{service-id: srv-web, service-region: us-east-1, instances-regions: [us-east-1]}]")) {
            assertThat(log(1, Map.of("AWS_ENDPOINT_URL", "http://aws.example"), List.of("--config", file.path())))
                    .containsExactly("aws-cloud-unmap: AWS_ENDPOINT_URL: http://aws.example" + REFUSED);
        }
    }

    /** A proxy stands in for the endpoint: no request of this test leaves the machine. */
    @Test
    void theFlagLetsRequestsGoThere() throws Exception {
        try (InMemoryAws aws = InMemoryAws.start()) {
            aws.cloudMap("us-east-1").createService("srv-web");
            Map<String, String> environment = Map.of(
                    "AWS_ENDPOINT_URL",
                    "http://aws.example",
                    "HTTP_PROXY",
                    aws.endpoint().toString());
            List<String> arguments = new ArrayList<>(ONE_SERVICE);
            arguments.add("--allow-insecure-endpoint");

            log(0, environment, arguments);
            assertThat(aws.calls().count("ListInstances")).isEqualTo(1);
        }
    }

    private static List<String> log(int exitCode, Map<String, String> environment, List<String> arguments)
            throws Exception {
        List<String> singleRun = new ArrayList<>(arguments);
        singleRun.add("--single-run");
        try (ProgramProcess program = ProgramProcess.start(environment, List.of(), singleRun.toArray(String[]::new))) {
            List<String> log = program.restOfLog();
            assertThat(program.exitCode()).as("%s", log).isEqualTo(exitCode);
            return log;
        }
    }
}
