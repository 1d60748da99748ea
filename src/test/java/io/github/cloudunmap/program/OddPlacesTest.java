package io.github.cloudunmap.program;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.Attributes.Name;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The start script with the real program and a real Java, in places and under limits that are not the usual ones. */
@EnabledOnOs(OS.LINUX)
@Tag("long")
final class OddPlacesTest {
    private static final String CONFIG = """
            services:
              - service-id: srv-web
                service-region: us-east-1
                instances-regions: [us-east-1]
            """;

    /** The folder's name comes from a shell, because this JVM may run without a locale that knows the letters. */
    private static final String INSTALLED = """
            set -e
            place=$PWD/$(printf '%b' "$1")
            mkdir -p "$place/bin" "$place/lib"
            cp launcher "$place/bin/aws-cloud-unmap"
            cp all.jar "$place/lib"
            cp unmap.yaml "$place"
            """;

    @TempDir
    Path temp;

    private record Result(int exitCode, String stderr) {}

    @BeforeEach
    void lay() throws IOException {
        Files.copy(Path.of("src/main/dist/bin/aws-cloud-unmap"), temp.resolve("launcher"));
        Files.writeString(temp.resolve("unmap.yaml"), CONFIG);
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Name.CLASS_PATH, classPath());
        try (OutputStream out = Files.newOutputStream(temp.resolve("all.jar"))) {
            new JarOutputStream(out, manifest).close();
        }
    }

    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toUri().toString())
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "LANG=C", "LC_ALL=POSIX", "LANG=xx_YY.UTF-8", "LC_ALL=C.UTF-8"})
    void runsAndReadsFilesBelowAPathBeyondAscii(String locale) throws Exception {
        Result result = run(
                INSTALLED + "env -i PATH=\"$PATH\" JAVA_HOME=\"$JAVA_HOME\" " + locale
                        + " sh \"$place/bin/aws-cloud-unmap\" check \"$place/unmap.yaml\"",
                "gr\\0303\\0266\\0303\\0237e");

        assertThat(result.stderr).isEmpty();
        assertThat(result.exitCode).isZero();
    }

    @Test
    void saysWhyItDoesNotRunBelowAPathWithAColon() throws Exception {
        Result result = run(INSTALLED + "sh \"$place/bin/aws-cloud-unmap\" check \"$place/unmap.yaml\"", "a:b");

        assertThat(result.stderr)
                .isEqualTo("aws-cloud-unmap: " + temp.toRealPath()
                        + "/a:b has a colon, at which Java splits its class path: install the program below a path"
                        + " without one\n");
        assertThat(result.exitCode).isEqualTo(1);
    }

    @Test
    void refusesToStartWithTooFewDescriptors() throws Exception {
        Result result = run(INSTALLED + "ulimit -n 64; sh \"$place/bin/aws-cloud-unmap\" --version", "place");

        assertThat(result.stderr)
                .isEqualTo("aws-cloud-unmap: the limit of open files (ulimit -Hn) is 64, but at least 256 are needed:"
                        + " raise it, in systemd by LimitNOFILE=\n");
        assertThat(result.exitCode).isEqualTo(1);
    }

    private Result run(String script, String place) throws IOException, InterruptedException {
        Path stderr = temp.resolve("stderr");
        ProcessBuilder builder = new ProcessBuilder(List.of("/bin/sh", "-c", script, "sh", place))
                .directory(temp.toRealPath().toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(stderr.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        int exitCode = builder.start().waitFor();
        return new Result(exitCode, Files.readString(stderr, UTF_8));
    }
}
