package io.github.cloudunmap.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What only shows in a process of its own: how logback starts, and a stderr that is really full. */
@Tag("long")
class LoggingProcessTest {
    @TempDir
    Path directory;

    @Test
    void startsWithTheDefaultsWhateverConfigurationFileLogbackIsPointedAt() throws Exception {
        Path stderr = directory.resolve("stderr");
        assertThat(run(stderr)).isEqualTo("at the end\n");
        assertThat(stderr)
                .content()
                .matches(
                        "\\{\"asctime\":\"[^\"]*\",\"timestamp\":\"[^\"]*\",\"levelname\":\"INFO\",\"message\":\"hello\"}\n");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void survivesAFullDisk() throws Exception {
        assertThat(run(Path.of("/dev/full"))).isEqualTo("at the end\n");
    }

    private String run(Path stderr) throws IOException, InterruptedException {
        Path logbackFile = Files.writeString(directory.resolve("logback.xml"), "<configuration><bad");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dlogback.configurationFile=" + logbackFile,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName())
                .redirectError(Redirect.to(new File(stderr.toString())))
                .start();
        String stdout = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).isZero();
        return stdout;
    }

    static final class Program {
        private Program() {}

        public static void main(String[] args) {
            LoggerFactory.getLogger("io.github.cloudunmap.Program").info("hello");
            System.out.println("at the end");
        }
    }
}
