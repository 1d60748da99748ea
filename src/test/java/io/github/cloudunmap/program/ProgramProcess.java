package io.github.cloudunmap.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The real program in a process of its own, on the tests' class path, with its AWS at an endpoint on loopback. */
final class ProgramProcess implements AutoCloseable {
    private static final long DEADLINE_SECONDS = 60;

    private final Process process;
    private final BufferedReader stderr;

    private ProgramProcess(Process process) {
        this.process = process;
        this.stderr = new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8));
    }

    static ProgramProcess start(URI aws, String... arguments) throws IOException {
        return start(aws, List.of(), arguments);
    }

    static ProgramProcess start(URI aws, List<String> jvmFlags, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(jvmFlags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.github.cloudunmap.cli.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("AWS_ENDPOINT_URL", aws.toString());
        builder.environment().put("AWS_ACCESS_KEY_ID", "test");
        builder.environment().put("AWS_SECRET_ACCESS_KEY", "test");
        return new ProgramProcess(builder.start());
    }

    /** Sends a signal by name, such as {@code TERM}. */
    void signal(String name) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new IllegalStateException("SIG" + name + " could not be sent");
        }
    }

    /** Reads the log up to the first line that fits, and returns it. */
    String awaitLine(Predicate<String> fits) throws IOException {
        StringBuilder seen = new StringBuilder();
        for (String line = stderr.readLine(); line != null; line = stderr.readLine()) {
            if (fits.test(line)) {
                return line;
            }
            seen.append(line).append('\n');
        }
        throw new IllegalStateException("the program ended without the line:\n" + seen);
    }

    List<String> restOfLog() {
        return stderr.lines().toList();
    }

    /** What it printed; to be asked for once the log has been read to its end. */
    String stdout() throws IOException {
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the program still runs");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
