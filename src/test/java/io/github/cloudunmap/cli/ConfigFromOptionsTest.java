package io.github.cloudunmap.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.reconcile.IdRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the flags of one service mean beside what they say, in contrast to a file. */
class ConfigFromOptionsTest {
    private final FileOptions file = new FileOptions();
    private final ServiceOptions service = new ServiceOptions();

    @Test
    void theFlagsJudgeEveryIdAsThePythonToolDoes() throws Exception {
        service.serviceId = "srv-a";
        service.serviceRegion = "us-east-1";
        service.instancesRegions = List.of("us-east-1");
        service.frequency = "7";

        assertThat(theService())
                .isEqualTo(ServiceConfig.of("srv-a", "us-east-1", List.of("us-east-1"))
                        .withFrequency(Duration.ofSeconds(7))
                        .withIds(IdRule.ANY));
    }

    @Test
    void aFileJudgesEc2IdsOnly(@TempDir Path directory) throws Exception {
        file.config = directory.resolve("unmap.yaml");
        Files.writeString(
                file.config,
                "services: [{ service-id: srv-a, service-region: us-east-1, instances-regions: [us-east-1] }]");

        assertThat(theService().ids()).isEqualTo(IdRule.EC2_ONLY);
    }

    private ServiceConfig theService() throws Exception {
        return new ConfigFromOptions(file, service, new CommonOptions())
                .source()
                .load()
                .config()
                .services()
                .get(0);
    }
}
