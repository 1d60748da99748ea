package io.github.cloudunmap.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Alloy in a process of its own, which the coverage agent does not slow down. */
final class AlloyRun {
    private static final Path ALLOY = Path.of("target/alloy/alloy.jar");
    private static final Pattern RESULT = Pattern.compile("(?m)^\\d+\\. +(?:check|run) +(\\w+) .*?\\b(UNSAT|SAT)\\b");

    private final Process process;

    private AlloyRun(Process process) {
        this.process = process;
    }

    /** Starts on all commands of the model whose names match; an instance of each is left in the directory. */
    static AlloyRun start(Path model, String commands, Path instances) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new AlloyRun(new ProcessBuilder(
                        java,
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-jar",
                        ALLOY.toString(),
                        "exec",
                        "--force",
                        "--type",
                        "text",
                        "--output",
                        instances.toString(),
                        "--command",
                        commands,
                        model.toString())
                .redirectErrorStream(true)
                .start());
    }

    /** Waits for the end; for each command, whether an instance or a counterexample was found. */
    Map<String, Boolean> found() throws IOException {
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        Map<String, Boolean> found = new TreeMap<>();
        RESULT.matcher(output)
                .results()
                .forEach(result -> found.put(result.group(1), result.group(2).equals("SAT")));
        if (found.isEmpty()) {
            throw new IOException("Alloy has checked nothing: " + output);
        }
        return found;
    }
}
