package io.github.cloudunmap.monitoring;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Prometheus's own checker, where it is installed: Debian has it in the package {@code prometheus}. */
final class Promtool {
    private Promtool() {}

    /** What became of a run: all that it said, on either stream. */
    record Outcome(int status, String output) {}

    /** Skips the test, and says why, if promtool is not on the PATH. */
    static Outcome run(Path input, String... arguments) throws IOException, InterruptedException {
        boolean installed = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "promtool")));
        Assumptions.assumeTrue(installed, "promtool is not on the PATH: Debian has it in the package prometheus");
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectInput(input.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Outcome(process.waitFor(), output);
    }
}
