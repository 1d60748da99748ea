package io.github.cloudunmap.judge;

import io.github.cloudunmap.demo.InMemoryAws;
import io.github.cloudunmap.program.ProgramProcess;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The program as a daemon of its own process, which is killed, started again and told to reload. */
final class JudgedProgram implements AutoCloseable {
    private static final String SIGNS_OF_LIFE = "ListInstances";
    /** With the default of 60s, what has died would pass for alive until long after the quiet time. */
    private static final String ALL_SERVICES = "ec2-cache-ttl: 5s\n";

    private final InMemoryAws aws;
    private final Path directory;
    private final String extraLines;
    private final Random random;
    private @Nullable ProgramProcess process;
    private long callsBefore;

    /**
     * @param directory for its configuration and its log
     * @param extraLines of the configuration's defaults
     */
    JudgedProgram(InMemoryAws aws, Path directory, String extraLines, Random random) {
        this.aws = aws;
        this.directory = directory;
        this.extraLines = extraLines;
        this.random = random;
    }

    void start() throws IOException {
        callsBefore = aws.calls().count(SIGNS_OF_LIFE);
        File log = directory.resolve("program.log").toFile();
        process = ProgramProcess.start(
                Redirect.DISCARD,
                Redirect.appendTo(log),
                Map.of("AWS_ENDPOINT_URL", aws.endpoint().toString()),
                List.of("-Xmx64m"),
                "--config",
                configuration().toString());
    }

    /** Whether its first pass has begun, from where on it understands signals. */
    boolean works() {
        return aws.calls().count(SIGNS_OF_LIFE) > callsBefore;
    }

    /** Other frequencies, taken over without a restart. */
    void reload() throws IOException, InterruptedException {
        if (works() && process != null) {
            configuration();
            process.signal("HUP");
        }
    }

    /** Ends it amid whatever it does, and starts it again. */
    void killAndRestart() throws IOException, InterruptedException {
        if (process != null) {
            process.signal("KILL");
            process.exitCode();
        }
        start();
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }

    private Path configuration() throws IOException {
        String services = JudgedService.ALL.stream()
                .map(service -> service.yaml(1 + random.nextInt(3)))
                .collect(Collectors.joining());
        return Files.writeString(directory.resolve("unmap.yaml"), ALL_SERVICES + extraLines + "services:\n" + services);
    }
}
