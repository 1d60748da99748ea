package io.github.cloudunmap.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
final class MetricsLintTest {
    @Test
    void promtoolHasNothingToSayAboutALiveScrape(@TempDir Path directory) throws Exception {
        Path page = Files.writeString(directory.resolve("metrics"), DemoScrape.page());

        assertThat(Promtool.run(page, "check", "metrics")).isEqualTo(new Tool.Outcome(0, ""));
    }
}
