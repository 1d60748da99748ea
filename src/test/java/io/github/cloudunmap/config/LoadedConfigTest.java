package io.github.cloudunmap.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.config.yaml.ConfigLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadedConfigTest {
    @Test
    void theDigestIsThatOfTheFileAsSha256sumPrintsIt(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("unmap.yaml"), """
                services: [{ service-id: srv-a, service-region: us-east-1, instances-regions: [us-east-1] }]
                """);
        assertThat(ConfigLoader.loadFile(file).sha256())
                .isEqualTo("fbf664f6424edf4f032227a512874d6b44ffacdc384ccbc6a5bcd9939f58505b");
    }

    @Test
    void aConfigurationWithoutAFileHasTheDigestOfTheFileThatWouldSayIt(@TempDir Path directory) throws Exception {
        Config config =
                Config.DEFAULTS.withServices(List.of(ServiceConfig.of("srv-a", "us-east-1", List.of("us-east-1"))));
        Path file = Files.writeString(directory.resolve("unmap.yaml"), ConfigPrinter.render(config));
        assertThat(LoadedConfig.withoutFile(config).sha256())
                .isEqualTo(ConfigLoader.loadFile(file).sha256());
    }
}
