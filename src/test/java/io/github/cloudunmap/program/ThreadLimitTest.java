package io.github.cloudunmap.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.cloudunmap.inmemory.InMemoryAws;
import io.github.cloudunmap.metrics.FreePort;
import io.github.cloudunmap.metrics.Scrape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * The program when no thread can be started any more. It runs as another user, since there is no such limit for root,
 * and may nonetheless read what root may.
 */
@EnabledOnOs(OS.LINUX)
@Tag("long")
final class ThreadLimitTest {
    private static final List<String> AS_ANOTHER_USER = List.of(
            "setpriv",
            "--reuid=64321",
            "--regid=64321",
            "--clear-groups",
            "--inh-caps=+dac_read_search",
            "--ambient-caps=+dac_read_search");

    private final InMemoryAws aws = InMemoryAws.start();
    private int port;

    @BeforeEach
    void findAPort() throws Exception {
        assumeTrue(Files.getOwner(Path.of("/proc/self")).getName().equals("root"), "only root can become another user");
        port = FreePort.next();
        aws.cloudMap("us-east-1").createService("srv-web");
    }

    @AfterEach
    void close() {
        aws.close();
    }

    @Test
    void answersScrapesSaysSoOnceAndEndsBySigterm() throws Exception {
        try (ProgramProcess program = start()) {
            program.awaitMessage(message -> message.startsWith("Checked service"));
            assertThat(Scrape.page(port)).contains("aws_cloud_unmap_up{");
            limitThreads(program);
            program.awaitLine(line -> line.contains("No thread can be started"));

            assertThat(Scrape.page(port)).contains("aws_cloud_unmap_up{");
            program.signal("TERM");

            assertThat(program.exitCode()).isZero();
            assertThat(program.restOfLog())
                    .anyMatch(line -> line.contains("Shutting down"))
                    .noneMatch(line -> line.contains("No thread can be started"));
        }
    }

    private ProgramProcess start() throws IOException {
        return ProgramProcess.startBy(
                AS_ANOTHER_USER,
                aws.endpoint(),
                // Compiler threads that end would make room below the limit.
                List.of("-XX:-UsePerfData", "-Xlog:disable", "-XX:-UseDynamicNumberOfCompilerThreads"),
                "--service-id",
                "srv-web",
                "--service-region",
                "us-east-1",
                "--instances-region",
                "us-east-1",
                "--frequency",
                "600",
                "--enable-prometheus",
                "--prometheus-port",
                Integer.toString(port));
    }

    /** To those that there are, with one spare thread: for a moment there are two, of which one ends. */
    private static void limitThreads(ProgramProcess program) throws Exception {
        int threads = 1;
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + program.pid() + "/task"))) {
            for (Path task : tasks.toList()) {
                threads +=
                        name(task).map(name -> name.startsWith("spare") ? 0 : 1).orElse(0);
            }
        }
        List<String> command = new ArrayList<>(AS_ANOTHER_USER);
        command.addAll(List.of("prlimit", "--pid", Long.toString(program.pid()), "--nproc=" + threads + ":" + threads));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    /** Empty if the thread has just ended. */
    private static Optional<String> name(Path task) {
        try {
            return Optional.of(Files.readString(task.resolve("comm")));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
