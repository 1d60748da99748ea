package io.github.cloudunmap.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the start script by /bin/sh, with a {@code java} that only says how it was called. */
@DisabledOnOs(OS.WINDOWS)
@Tag("long")
class LauncherTest {
    private static final List<String> TOOLS = List.of("dirname", "readlink", "sed", "head");

    private final Map<String, String> environment = new TreeMap<>();

    @TempDir
    Path temp;

    private Path home;
    private Path launcher;

    @BeforeEach
    void install() throws IOException {
        temp = temp.toRealPath();
        home = temp.resolve("opt/aws cloud unmap");
        launcher = home.resolve("bin/aws-cloud-unmap");
        Files.createDirectories(launcher.getParent());
        Files.copy(Path.of("src/main/dist/bin/aws-cloud-unmap"), launcher);
        environment.put("PATH", tools().toString());
    }

    private record Result(long pid, int exitCode, List<String> stdout, List<String> stderr) {}

    @ParameterizedTest
    @ValueSource(strings = {"17", "17.0.15", "21-ea", "25.0.3", "100"})
    void startsJava17OrNewer(String version) throws Exception {
        environment.put("JAVA_HOME", jdk(version).toString());
        assertThat(run("--help").stdout()).contains("argument --help");
    }

    @ParameterizedTest
    @CsvSource({"1.8.0_392", "11.0.21", "16.0.2", "9"})
    void refusesAnOlderJavaByItsReleaseFile(String version) throws Exception {
        Path jdk = jdk(version);
        environment.put("JAVA_HOME", jdk.toString());
        assertRefused(jdk + "/bin/java is Java " + version + ", but 17 or newer is needed: set JAVA_HOME");
    }

    @ParameterizedTest
    @CsvSource({"1.8.0_392", "11.0.21"})
    void refusesAnOlderJavaByItsOwnWordWhereItHasNoReleaseFile(String version) throws Exception {
        Path jdk = jdk(version);
        Files.delete(jdk.resolve("release"));
        environment.put("JAVA_HOME", jdk.toString());
        assertRefused(jdk + "/bin/java is Java " + version + ", but 17 or newer is needed: set JAVA_HOME");
    }

    @Test
    void startsAJavaThatHasNoReleaseFile() throws Exception {
        Path jdk = jdk("17.0.15");
        Files.delete(jdk.resolve("release"));
        environment.put("JAVA_HOME", jdk.toString());
        assertThat(run().exitCode()).isZero();
    }

    @Test
    void refusesAJavaThatDoesNotSayItsVersion() throws Exception {
        Path jdk = jdk("");
        environment.put("JAVA_HOME", jdk.toString());
        assertRefused(jdk + "/bin/java is Java of an unknown version, but 17 or newer is needed: set JAVA_HOME");
    }

    @Test
    void refusesAJavaHomeWithoutJava() throws Exception {
        environment.put("JAVA_HOME", "/no\\new");
        assertRefused("JAVA_HOME is /no\\new, which has no bin/java: point it at a Java 17 or newer, or unset it");
    }

    @Test
    void refusesToGoOnWithoutAnyJava() throws Exception {
        assertRefused("no java found: install a Java 17 or newer, or set JAVA_HOME");
    }

    @Test
    void findsJavaByThePathAndItsReleaseFileThroughLinks() throws Exception {
        Path bin = Files.createDirectories(temp.resolve("linked"));
        Path jdk = jdk("17.0.15");
        Files.createSymbolicLink(bin.resolve("java"), jdk.resolve("bin/java"));
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"11.0.21\"\n");
        environment.put("PATH", bin + ":" + environment.get("PATH"));
        assertRefused(bin + "/java is Java 11.0.21, but 17 or newer is needed: set JAVA_HOME");
    }

    @Test
    void needsNoOtherProgram() throws Exception {
        environment.put("JAVA_HOME", jdk("17").toString());
        environment.put("PATH", Files.createDirectory(temp.resolve("empty")).toString());
        environment.put("LANG", "C.UTF-8");
        assertThat(run("--help").stdout()).contains("argument --help");
        assertThat(run("--help").stderr()).isEmpty();
    }

    @Test
    void findsJavaInAnyFolderOfThePath() throws Exception {
        Path notExecutable = Files.createDirectory(temp.resolve("data"));
        Files.writeString(notExecutable.resolve("java"), "no program");
        environment.put("PATH", notExecutable + "::" + jdk("17.0.15") + "/bin:" + environment.get("PATH"));
        assertThat(run().stdout()).contains("called " + temp + "/jdk 17.0.15/bin/java");
    }

    @Test
    void prefersJavaHomeToThePath() throws Exception {
        environment.put("PATH", jdk("11.0.21") + "/bin:" + environment.get("PATH"));
        environment.put("JAVA_HOME", jdk("17.0.15").toString());
        assertThat(run().stdout()).contains("called " + temp + "/jdk 17.0.15/bin/java");
    }

    @Test
    void takesTheJarsBesideItselfThroughLinks() throws Exception {
        environment.put("JAVA_HOME", jdk("17").toString());
        Path absolute = Files.createSymbolicLink(temp.resolve("absolute"), launcher);
        Path bin = Files.createDirectories(temp.resolve("usr/bin"));
        launcher = Files.createSymbolicLink(bin.resolve("aws-cloud-unmap"), Path.of("../../absolute"));
        assertThat(absolute).isSymbolicLink();
        assertThat(run().stdout()).containsSequence("argument -cp", "argument " + home + "/lib/*");
    }

    @Test
    void takesTheJarsBesideItselfWhateverTheDirectoryAndCdpath() throws Exception {
        environment.put("JAVA_HOME", jdk("17").toString());
        environment.put("CDPATH", temp.toString());
        launcher = temp.relativize(launcher);
        assertThat(run().stdout()).containsSequence("argument -cp", "argument " + home + "/lib/*");
    }

    @ParameterizedTest
    @CsvSource({
        ",                       ,                C.UTF-8",
        "LANG=C,                 ,                C.UTF-8",
        "LANG=C,                 LC_ALL=POSIX,    C.UTF-8",
        "LANG=C,                 LC_CTYPE=de_DE,  -",
        "LANG=de_DE.ISO-8859-1,  ,                -",
        "LANG=C,                 LC_ALL=fr_FR,    fr_FR"
    })
    void setsALocaleThatKnowsEveryPathWhereThereIsNone(String one, String other, String expected) throws Exception {
        environment.put("JAVA_HOME", jdk("17").toString());
        for (String variable : new String[] {one, other}) {
            if (variable != null) {
                environment.put(variable.split("=")[0], variable.split("=")[1]);
            }
        }
        assertThat(run().stdout()).contains("LC_ALL " + expected);
    }

    @Test
    void becomesTheJavaProcessItself() throws Exception {
        environment.put("JAVA_HOME", jdk("17").toString());
        Result result = run();
        assertThat(result.stdout()).contains("process " + result.pid());
    }

    @Test
    void endsWithTheExitCodeOfJava() throws Exception {
        environment.put("JAVA_HOME", jdk("17").toString());
        assertThat(run("exit 2").exitCode()).isEqualTo(2);
    }

    @Test
    void handsOverJvmFlagsAndArgumentsUnchanged() throws Exception {
        environment.put("JAVA_HOME", jdk("17").toString());
        environment.put("JAVA_OPTS", "-Xmx64m  -Dall=*\t-Dquote=\"x\" *");
        List<String> arguments = List.of("--service-id", "a b", "", "*", "it's \"so\"", "$HOME", "back\\slash", "--");
        List<String> expected = new ArrayList<>(List.of("-Xmx64m", "-Dall=*", "-Dquote=\"x\"", "*"));
        expected.addAll(List.of("-cp", home + "/lib/*", "io.github.cloudunmap.cli.Main"));
        expected.addAll(arguments);
        assertThat(run(arguments.toArray(String[]::new)).stdout())
                .filteredOn(line -> line.startsWith("argument "))
                .extracting(line -> line.substring("argument ".length()))
                .startsWith("-XX:+UseSerialGC")
                .endsWith(expected.toArray(String[]::new));
    }

    private void assertRefused(String message) throws Exception {
        Result result = run();
        assertThat(result.stderr()).containsExactly("aws-cloud-unmap: " + message);
        assertThat(result.stdout()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(1);
    }

    private Result run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/bin/sh", launcher.toString()));
        command.addAll(List.of(arguments));
        Path stderr = temp.resolve("stderr");
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(temp.toFile()).redirectError(stderr.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        List<String> stdout = new String(process.getInputStream().readAllBytes(), UTF_8)
                .lines()
                .toList();
        return new Result(process.pid(), process.waitFor(), stdout, Files.readAllLines(stderr));
    }

    /** A Java home of that version in a directory with a blank in its name. */
    private Path jdk(String version) throws IOException {
        Path jdk = temp.resolve("jdk " + version);
        Path java = Files.createDirectories(jdk.resolve("bin")).resolve("java");
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
        writeScript(java, """
                if [ "$*" = -version ]; then
                    echo 'Picked up JAVA_TOOL_OPTIONS: -Dx' >&2
                    echo 'openjdk version "%s" 2025-04-15' >&2
                    exit 0
                fi
                echo "called $0"
                echo "process $$"
                echo "LC_ALL ${LC_ALL:--}"
                for argument; do
                    printf 'argument %%s\\n' "$argument"
                done
                case "$argument" in exit*) exit "${argument#exit }" ;; esac
                """.formatted(version));
        return jdk;
    }

    /** A directory with all that the script may call but a java. */
    private Path tools() throws IOException {
        Path tools = Files.createDirectories(temp.resolve("tools"));
        for (String tool : TOOLS) {
            writeScript(tools.resolve(tool), "PATH=/usr/bin:/bin exec " + tool + " \"$@\"\n");
        }
        return tools;
    }

    private static void writeScript(Path path, String text) throws IOException {
        Files.writeString(path, "#!/bin/sh\n" + text);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
