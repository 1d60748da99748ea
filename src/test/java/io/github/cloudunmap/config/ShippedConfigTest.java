package io.github.cloudunmap.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.config.yaml.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files that users start from. */
class ShippedConfigTest {
    private static final Path SAMPLE = Path.of("config/unmap.yaml");

    @Test
    void theSampleSaysTheDefaultsHasAJournalAndRemovesNothing() throws Exception {
        Config sample = ConfigLoader.load(SAMPLE);
        assertThat(ConfigPrinter.render(sample))
                .isEqualTo(ConfigPrinter.render(bareService())
                        .replace("dry-run: false", "dry-run: true")
                        .replace(
                                "journal-retention", "state-directory: '/var/lib/aws-cloud-unmap'\njournal-retention"));
    }

    @ParameterizedTest
    @ValueSource(classes = {Config.class, PrometheusConfig.class, ServiceConfig.class, SelectConfig.class})
    void theSampleShowsEveryKey(Class<?> block) throws IOException {
        List<String> shown = Files.readAllLines(SAMPLE).stream()
                .map(line -> line.replaceFirst("^[ #-]*", "").replaceFirst(":.*", ""))
                .toList();
        assertThat(shown)
                .containsAll(Arrays.stream(block.getRecordComponents())
                        .map(component ->
                                component.getName().replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT))
                        .map(key -> key.equals("selections") ? "select" : key)
                        .toList());
    }

    @Test
    void theSampleStaysValidWhenItsCommentedKeysAreTakenIn() throws Exception {
        String sample = Files.readString(SAMPLE).replaceAll("(?m)^( +)# ([a-z-]+: \\S+)$", "$1$2");
        ServiceConfig service =
                ConfigLoader.parse("unmap.yaml", sample).services().get(0);
        assertThat(service.externalId()).isEqualTo("example");
    }

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("examples"))) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleIsValid(Path example) throws Exception {
        assertThat(ConfigLoader.load(example).services()).isNotEmpty();
    }

    @Test
    void theMinimalExampleIsOneServiceOfDefaults() throws Exception {
        assertThat(ConfigLoader.load(Path.of("examples/minimal.yaml")).services())
                .containsExactly(ServiceConfig.of("srv-0123456789abcdef", "us-east-1", List.of("us-east-1")));
    }

    private static Config bareService() throws InvalidConfigException {
        return ConfigLoader.parse(
                "bare",
                "services: [{service-id: srv-example, service-region: us-east-1, instances-regions: [us-east-1]}]");
    }
}
