package io.github.cloudunmap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.process.Signals;
import io.github.cloudunmap.reconcile.ServicePolicy.IdRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the flags of one service mean beside what they say, in contrast to a file. */
class ConfigFromOptionsTest {
    @Test
    void theFlagsJudgeEveryIdAsThePythonToolDoes() throws Exception {
        ServiceConfig service = theService(
                "--service-id=srv-a",
                "--service-region=us-east-1",
                "--instances-region",
                "us-east-1",
                "us-east-1",
                "us-east-1",
                "--frequency=7");

        assertThat(service)
                .isEqualTo(ServiceConfig.of("srv-a", "us-east-1", List.of("us-east-1"))
                        .withFrequency(Duration.ofSeconds(7))
                        .withIds(IdRule.ANY));
    }

    @ParameterizedTest
    @ValueSource(strings = {" 7", "7 ", "\t7\n", "+7", "007"})
    void aNumberIsReadAsPythonReadsIt(String seven) throws Exception {
        ServiceConfig service = theService(
                "--service-id=srv-a",
                "--service-region=us-east-1",
                "--instances-region",
                "us-east-1",
                "--frequency=" + seven);

        assertThat(service.frequency()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void aFileJudgesEc2IdsOnly(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(
                directory.resolve("unmap.yaml"),
                "services: [{ service-id: srv-a, service-region: us-east-1, instances-regions: [us-east-1] }]");

        assertThat(theService("--config", file.toString()).ids()).isEqualTo(IdRule.EC2_ONLY);
    }

    private static ServiceConfig theService(String... arguments) throws Exception {
        List<Option> options = new RunCommand(new Signals()).usage().options();
        CommandLine given = new ArgparseSyntax(options, 0).read(List.of(arguments));
        return ConfigFromOptions.source(given).load().config().services().get(0);
    }
}
