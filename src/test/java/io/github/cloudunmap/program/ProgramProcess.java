package io.github.cloudunmap.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The real program in a process of its own, with its AWS at an endpoint on loopback. {@code mvn verify} starts the
 * built program by its script, with a start-up archive. Before it is built, the program runs on the tests' class path.
 * There, as where a test sets limits for the process, nobody sees what the script would do.
 */
public final class ProgramProcess implements AutoCloseable {
    private static final long DEADLINE_SECONDS = 60;
    /** Far more than most tests need; whoever still waits for its log then learns that it has ended. */
    private static final Duration LONGEST_LIFE = Duration.ofMinutes(5);

    private static final ObjectMapper JSON = new ObjectMapper();
    /** The folder of the built program; empty where the tests run before it is built. */
    private static final Optional<Path> BUILT =
            Optional.ofNullable(System.getProperty("unmap.built")).map(Path::of);

    private static final String NO_FILE = "/nonexistent";
    private static final Predicate<String> OF_THE_USER = Pattern.compile(
                    "(?i)AWS_.*|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS|.*_PROXY")
            .asMatchPredicate();

    private static final Predicate<String> START =
            Pattern.compile("aws-cloud-unmap [^ ]+ starts with ").asPredicate();

    private final Process process;
    private final BufferedReader stderr;

    private ProgramProcess(Process process, Duration longestLife) {
        this.process = process;
        this.stderr = new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8));
        CompletableFuture.delayedExecutor(longestLife.toSeconds(), TimeUnit.SECONDS)
                .execute(process::destroyForcibly);
    }

    static ProgramProcess start(URI aws, String... arguments) throws IOException {
        return start(aws, List.of(), arguments);
    }

    static ProgramProcess start(URI aws, List<String> jvmFlags, String... arguments) throws IOException {
        return start(Map.of("AWS_ENDPOINT_URL", aws.toString()), jvmFlags, arguments);
    }

    /** @param environment beside made-up credentials; nothing of the user's own that AWS or Java would heed is left */
    static ProgramProcess start(Map<String, String> environment, List<String> jvmFlags, String... arguments)
            throws IOException {
        return start(Redirect.PIPE, Redirect.PIPE, environment, jvmFlags, arguments);
    }

    /** What does not go to a pipe cannot be read from here. */
    static ProgramProcess start(
            Redirect stdout,
            Redirect stderr,
            Map<String, String> environment,
            List<String> jvmFlags,
            String... arguments)
            throws IOException {
        return start(LONGEST_LIFE, stdout, stderr, environment, jvmFlags, arguments);
    }

    /**
     * What does not go to a pipe cannot be read from here.
     *
     * @param longestLife after which the process is ended
     */
    public static ProgramProcess start(
            Duration longestLife,
            Redirect stdout,
            Redirect stderr,
            Map<String, String> environment,
            List<String> jvmFlags,
            String... arguments)
            throws IOException {
        return start(List.of(), longestLife, stdout, stderr, environment, jvmFlags, arguments);
    }

    /** @param prefix a program that becomes the one whose command follows its own arguments, as env does */
    static ProgramProcess startBy(List<String> prefix, URI aws, List<String> jvmFlags, String... arguments)
            throws IOException {
        return start(
                prefix,
                LONGEST_LIFE,
                Redirect.PIPE,
                Redirect.PIPE,
                Map.of("AWS_ENDPOINT_URL", aws.toString()),
                jvmFlags,
                arguments);
    }

    private static ProgramProcess start(
            List<String> prefix,
            Duration longestLife,
            Redirect stdout,
            Redirect stderr,
            Map<String, String> environment,
            List<String> jvmFlags,
            String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        // A prefix may set limits below those that the start script asks for.
        command.addAll(BUILT.filter(folder -> prefix.isEmpty())
                .map(folder -> List.of(folder.resolve("bin/aws-cloud-unmap").toString()))
                .orElseGet(() -> onClassPath(jvmFlags)));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(OF_THE_USER);
        builder.environment().put("AWS_ACCESS_KEY_ID", "test");
        builder.environment().put("AWS_SECRET_ACCESS_KEY", "test");
        builder.environment().put("AWS_CONFIG_FILE", NO_FILE);
        builder.environment().put("AWS_SHARED_CREDENTIALS_FILE", NO_FILE);
        BUILT.ifPresent(folder -> {
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().put("JAVA_OPTS", String.join(" ", jvmFlags));
            builder.environment()
                    .put("XDG_CACHE_HOME", folder.resolveSibling("cache").toString());
        });
        builder.environment().putAll(environment);
        return new ProgramProcess(
                builder.redirectOutput(stdout).redirectError(stderr).start(), longestLife);
    }

    private static List<String> onClassPath(List<String> jvmFlags) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
        command.addAll(jvmFlags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.github.cloudunmap.cli.Main"));
        return command;
    }

    public long pid() {
        return process.pid();
    }

    /** Sends a signal by name, such as {@code TERM}. */
    public void signal(String name) throws IOException, InterruptedException {
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

    /** Reads the log, every line of it an object without a stack trace, up to the first message that fits. */
    String awaitMessage(Predicate<String> fits) throws IOException {
        return message(awaitLine(line -> fits.test(message(line))));
    }

    private static String message(String line) {
        try {
            JsonNode fields = JSON.readTree(line);
            if (fields.has("exc_info")) {
                throw new AssertionError("a stack trace: " + line);
            }
            return fields.required("message").textValue();
        } catch (JsonProcessingException e) {
            throw new AssertionError("no line of the log: " + line, e);
        }
    }

    /** Breaks the pipe that the log goes to. */
    void stopReading() throws IOException {
        stderr.close();
    }

    /** Without the line that tells the start of a run, which comes before whatever goes wrong then. */
    List<String> restOfLog() {
        return stderr.lines().filter(line -> !START.test(line)).toList();
    }

    /** What it printed; to be asked for once the log has been read to its end. */
    String stdout() throws IOException {
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }

    public int exitCode() throws InterruptedException {
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
