package io.github.cloudunmap.config.yaml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hostile files, each of which ends in a configuration or in problems, within 64 MB: the heap of the process that loads
 * them has no more. {@code -Dfuzz.seeds=100000} runs more of them, {@code -Dfuzz.seed=7} one alone.
 */
@Tag("long")
class ConfigFuzzTest {
    private static final long SEEDS = Long.getLong("fuzz.seeds", 600);

    @TempDir
    private Path directory;

    @Test
    void everyHostileFileEndsInProblemsWithin64Megabytes() throws Exception {
        Long only = Long.getLong("fuzz.seed");
        String output = only == null ? run(0, SEEDS) : run(only, 1);

        System.out.print("configuration fuzz: " + output);
        assertThat(output).matches("accepted [0-3] crafted and \\d+ mutated of \\d+\n");
        assertThat(only != null || !output.contains(" and 0 mutated ")).isTrue();
    }

    private String run(long first, long seeds) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-Xss512k",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ConfigFuzz.class.getName(),
                        directory.resolve("hostile.yaml").toString(),
                        Long.toString(first),
                        Long.toString(seeds))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return output;
    }
}
