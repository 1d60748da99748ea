package io.github.cloudunmap.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts in {@code benchmarks}, where there is a Python to run them. */
@Tag("long")
final class BenchmarkTest {
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @TempDir
    private Path directory;

    @BeforeEach
    void needsPythonOnLinux() throws Exception {
        boolean there;
        try {
            there = Files.isDirectory(Path.of("/proc/self/task"))
                    && run("python3", "-c", "import sys; assert sys.version_info >= (3, 9)")
                            .isEmpty();
        } catch (IOException | AssertionError e) {
            there = false;
        }
        assumeTrue(there, "there is no python3 from 3.9 up, or no /proc");
    }

    @Test
    void passesItsOwnTests() throws Exception {
        assertThat(run("python3", "-B", "-m", "unittest", "discover", "benchmarks"))
                .endsWith("OK\n");
    }

    @Test
    void countsTheRequestsOfASingleRun() throws Exception {
        String program = Path.of(System.getProperty("java.home"), "bin", "java") + " -XX:TieredStopAtLevel=1 -cp "
                + CLASS_PATH + " io.github.cloudunmap.cli.Main";

        run(
                "benchmarks/run",
                "--shapes=one",
                "--repeat=1",
                "--latency-ms=0",
                "--program=" + program,
                "--class-path=" + CLASS_PATH,
                "--out=" + directory);

        String costs = "\\d+\\.\\d\\d,\\d+\\.\\d\\d,\\d+\\.\\d\\d";
        String requests = ",1,1,1,1,0,0,2,\\d{4},\\d+\\.\\d\\d,,,,,0";
        List<String> rows = Files.readAllLines(directory.resolve("benchmark.csv"));
        assertThat(rows).hasSize(2);
        assertThat(rows.get(1)).matches("one,aws-cloud-unmap,first,1,2,2,1," + costs + requests);
        assertThat(directory.resolve("benchmark.svg"))
                .content()
                .startsWith("<svg ")
                .endsWith("</svg>\n");
    }

    private static String run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
