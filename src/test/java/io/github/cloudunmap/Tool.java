package io.github.cloudunmap;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A checker that a machine may not have.
 *
 * @param whence where it is to be had
 */
public record Tool(String name, String whence) {
    /** What became of a run: all that it said, on either stream. */
    public record Outcome(int status, String output) {}

    /** Skips the test, and says why, if the tool is not on the PATH. */
    public Outcome run(Path input, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        boolean installed = Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
        Assumptions.assumeTrue(installed, name + " is not on the PATH: " + whence);
        List<String> command = new ArrayList<>(List.of(name));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectInput(input.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Outcome(process.waitFor(), output);
    }
}
