package io.github.cloudunmap.judge;

import io.github.cloudunmap.inmemory.InMemoryAws;
import io.github.cloudunmap.program.ProgramProcess;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The program as a daemon of its own process, which is killed, started again and told to reload. */
final class JudgedProgram implements AutoCloseable {
    private static final String SIGNS_OF_LIFE = "ListInstances";

    private final InMemoryAws aws;
    private final Path directory;
    private final Supplier<String> configurations;
    private final Duration longestLife;
    private @Nullable ProgramProcess process;
    private long callsBefore;

    /**
     * @param directory for its configuration and its log
     * @param configurations the text of its file, asked for at each start and reload
     * @param longestLife after which a process is ended in any case
     */
    JudgedProgram(InMemoryAws aws, Path directory, Supplier<String> configurations, Duration longestLife)
            throws IOException {
        this.aws = aws;
        this.directory = Files.createDirectories(directory);
        this.configurations = configurations;
        this.longestLife = longestLife;
        Files.deleteIfExists(log());
    }

    void start() throws IOException {
        callsBefore = aws.calls().count(SIGNS_OF_LIFE);
        File log = log().toFile();
        process = ProgramProcess.start(
                longestLife,
                Redirect.DISCARD,
                Redirect.appendTo(log),
                Map.of("AWS_ENDPOINT_URL", aws.endpoint().toString()),
                List.of("-Xmx64m"),
                "--config",
                writeConfiguration().toString());
    }

    /** Whether its first pass has begun, from where on it understands signals. */
    boolean works() {
        return aws.calls().count(SIGNS_OF_LIFE) > callsBefore;
    }

    /** Has it take over another configuration without a restart, and returns whether it could be told. */
    boolean reload() throws IOException, InterruptedException {
        if (!works()) {
            return false;
        }
        writeConfiguration();
        started().signal("HUP");
        return true;
    }

    /** Ends it amid whatever it does, and returns once it has ended. */
    void kill() throws IOException, InterruptedException {
        started().signal("KILL");
        started().exitCode();
    }

    /** Asks it to end, and returns its exit code. */
    int stop() throws IOException, InterruptedException {
        started().signal("TERM");
        return started().exitCode();
    }

    long pid() {
        return started().pid();
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }

    private ProgramProcess started() {
        return Objects.requireNonNull(process, "it was never started");
    }

    private Path log() {
        return directory.resolve("program.log");
    }

    private Path writeConfiguration() throws IOException {
        return Files.writeString(directory.resolve("unmap.yaml"), configurations.get());
    }
}
