package io.github.cloudunmap.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The start script's archive, with a {@code java} that says how it was called and makes a file where it is told to. */
@EnabledOnOs(OS.LINUX)
@Tag("long")
class StartUpArchiveTest {
    private final Map<String, String> environment = new TreeMap<>();

    @TempDir
    Path temp;

    private Path home;
    private Path cache;

    @BeforeEach
    void install() throws IOException {
        temp = temp.toRealPath();
        home = temp.resolve("opt/aws cloud unmap");
        cache = Files.createDirectories(temp.resolve("cache of mine")).resolve("aws-cloud-unmap");
        Files.createDirectories(home.resolve("bin"));
        Files.copy(Path.of("src/main/dist/bin/aws-cloud-unmap"), home.resolve("bin/aws-cloud-unmap"));
        Files.createDirectories(home.resolve("lib"));
        Files.writeString(home.resolve("lib/some.jar"), "a jar");
        environment.put("PATH", "/usr/bin:/bin");
        environment.put("XDG_CACHE_HOME", temp.resolve("cache of mine").toString());
        java("17.0.15");
    }

    @ParameterizedTest
    @CsvSource({"17.0.15, -XX:SharedArchiveFile=", "24, -XX:SharedArchiveFile=", "25.0.3, -XX:AOTCache="})
    void startsWithTheOneThatWasMade(String version, String flag) throws Exception {
        java(version);
        make();
        assertThat(start("--config", "f"))
                .anySatisfy(line -> assertThat(line).startsWith("argument " + flag + cache + "/start-"));
    }

    @Test
    void isMadeInTheBackgroundByTheFirstRun() throws Exception {
        assertThat(start("--config", "f")).noneMatch(StartUpArchiveTest::usesArchive);
        while (archives().isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(start("--config", "f")).anyMatch(StartUpArchiveTest::usesArchive);
    }

    @ParameterizedTest
    @ValueSource(strings = {"check", "iam-policy", "demo", "--help", "--version"})
    void isUsedButNotMadeByWhatIsNoRun(String command) throws Exception {
        start(command);
        assertThat(cache).doesNotExist();
        make();
        assertThat(start(command)).anyMatch(StartUpArchiveTest::usesArchive);
    }

    @Test
    void isNotUsedWhenItWasCutOff() throws Exception {
        make();
        Files.writeString(archives().get(0), "cut", StandardOpenOption.TRUNCATE_EXISTING);
        assertThat(start("--version")).noneMatch(StartUpArchiveTest::usesArchive);
        make();
        assertThat(start("--version")).anyMatch(StartUpArchiveTest::usesArchive);
    }

    @Test
    void isNotUsedForOtherJarsOrAnotherJava() throws Exception {
        make();
        Files.writeString(home.resolve("lib/some.jar"), "another jar");
        assertThat(start("--version")).noneMatch(StartUpArchiveTest::usesArchive);
        make();
        java("17.0.16-longer");
        assertThat(start("--version")).noneMatch(StartUpArchiveTest::usesArchive);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Xshare:off", "-XX:SharedArchiveFile=x", "-XX:AOTCache=x"})
    void leavesTheMatterToWhoeverHasFlagsForIt(String flag) throws Exception {
        make();
        environment.put("JAVA_OPTS", flag);
        assertThat(start("--config", "f"))
                .filteredOn(StartUpArchiveTest::usesArchive)
                .hasSizeLessThan(2);
        assertThat(start("--config", "f")).noneMatch(line -> line.contains("/start-"));
    }

    @Test
    void canBeTurnedOff() throws Exception {
        make();
        environment.put("AWS_CLOUD_UNMAP_ARCHIVE", "off");
        assertThat(start("--config", "f")).noneMatch(StartUpArchiveTest::usesArchive);
    }

    @Test
    void isNotMadeTwiceADayIfItFails() throws Exception {
        Path attempts = temp.resolve("attempts");
        java("17.0.15", "echo >>'" + attempts + "'; exit 1");
        environment.put("AWS_CLOUD_UNMAP_ARCHIVE", "make");
        assertThat(run().exitCode).isEqualTo(1);
        assertThat(run().stderr)
                .singleElement()
                .asString()
                .startsWith(
                        "aws-cloud-unmap: another start makes the archive, or failed to within a day; to try again, remove ");
        assertThat(attempts).hasContent("\n");
        assertThat(archives()).isEmpty();
    }

    @Test
    void goesWithoutWhereTheCacheCannotBeWrittenTo() throws Exception {
        Files.writeString(cache, "a file");
        assertThat(start("--config", "f")).noneMatch(StartUpArchiveTest::usesArchive);
        environment.put("XDG_CACHE_HOME", "relative");
        assertThat(start("--config", "f")).noneMatch(StartUpArchiveTest::usesArchive);
        environment.put("AWS_CLOUD_UNMAP_ARCHIVE", "make");
        assertThat(run().stderr)
                .containsExactly("aws-cloud-unmap: no cache directory is yours alone to make the archive in: set"
                        + " XDG_CACHE_HOME");
    }

    @Test
    void prefersTheCacheDirectoryThatSystemdGives() throws Exception {
        environment.put(
                "CACHE_DIRECTORY",
                Files.createDirectories(temp.resolve("of systemd")).toString());
        make();
        assertThat(archives()).isEmpty();
        assertThat(start("--version"))
                .anyMatch(line -> line.startsWith("argument -XX:SharedArchiveFile=" + temp + "/of systemd/start-"));
    }

    @Test
    void isMadeWithNothingOfTheEnvironment() throws Exception {
        environment.put("AWS_PROFILE", "production");
        java("17.0.15", "[ -z \"${AWS_PROFILE:-}\" ]");
        make();
        assertThat(archives()).hasSize(1);
    }

    @Test
    void isNotTrustedToOthers() throws Exception {
        make();
        assertThat(Files.getPosixFilePermissions(cache)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @ParameterizedTest
    @CsvSource({"cache of mine/aws-cloud-unmap, rwxrwxrwx", "cache of mine, rwxrwxr-x", "., rwxr-x-wx"})
    void isNeitherUsedNorMadeWhereOthersCanWrite(String folder, String permissions) throws Exception {
        make();
        Files.setPosixFilePermissions(temp.resolve(folder), PosixFilePermissions.fromString(permissions));
        assertThat(start("--config", "f")).noneMatch(StartUpArchiveTest::usesArchive);
        environment.put("AWS_CLOUD_UNMAP_ARCHIVE", "make");
        Files.delete(archives().get(0));
        assertThat(run().exitCode).isEqualTo(1);
        assertThat(archives()).isEmpty();
    }

    @Test
    void isMadeBelowALinkOfOnesOwn() throws Exception {
        Path link = Files.createSymbolicLink(temp.resolve("link"), temp.resolve("cache of mine"));
        environment.put("XDG_CACHE_HOME", link.toString());
        make();
        assertThat(start("--version")).anyMatch(StartUpArchiveTest::usesArchive);
    }

    @Test
    void overwritesNothingThroughALinkOfAnotherUsers() throws Exception {
        assumeTrue(Files.getOwner(temp).getName().equals("root"), "only root can give a folder to another user");
        Path precious = Files.writeString(temp.resolve("precious"), "root's own");
        Path shared = temp.resolve("cache of mine");
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.createDirectory(cache);
        Files.setOwner(
                cache, cache.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        // The owner of the folder can do this at any time: replace what is made in it.
        java("17.0.15", "ln -s '" + precious + "' \"${archive%/*}/size\"");
        environment.put("AWS_CLOUD_UNMAP_ARCHIVE", "make");

        assertThat(run().stderr)
                .containsExactly("aws-cloud-unmap: no cache directory is yours alone to make the archive in: set"
                        + " XDG_CACHE_HOME");
        assertThat(precious).hasContent("root's own");
    }

    @Test
    void followsNoLinkOfAnotherUsersInASharedFolder() throws Exception {
        assumeTrue(Files.getOwner(temp).getName().equals("root"), "only root can give a link to another user");
        Path mine = Files.createDirectory(temp.resolve("mine"));
        Files.setPosixFilePermissions(mine, PosixFilePermissions.fromString("rwx------"));
        Files.createSymbolicLink(cache, mine);
        Files.setAttribute(cache, "unix:uid", 65_534, LinkOption.NOFOLLOW_LINKS);
        environment.put("AWS_CLOUD_UNMAP_ARCHIVE", "make");

        assertThat(run().exitCode).isEqualTo(1);
        assertThat(mine).isEmptyDirectory();
    }

    @Test
    void leavesTheCollectorToWhoeverNamesOne() throws Exception {
        environment.put("JAVA_OPTS", "-XX:+UseG1GC");
        assertThat(start("--version"))
                .filteredOn(line -> line.matches("argument -XX:\\+Use.*GC"))
                .containsExactly("argument -XX:+UseG1GC");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Xmx20m", "-XX:MinHeapFreeRatio=30", "-XX:MaxRAMPercentage=50"})
    void leavesTheHeapToWhoeverNamesASize(String flag) throws Exception {
        environment.put("JAVA_OPTS", flag);
        assertThat(start("--version"))
                .filteredOn(line -> line.matches("argument -(Xm|XX:M).*"))
                .containsExactly("argument " + flag);
    }

    private static boolean usesArchive(String line) {
        return line.startsWith("argument -XX:SharedArchiveFile=") || line.startsWith("argument -XX:AOTCache=");
    }

    private List<Path> archives() throws IOException {
        if (!Files.isDirectory(cache)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(cache)) {
            return files.filter(file -> file.getFileName().toString().matches("start-[0-9-]+"))
                    .toList();
        }
    }

    private void make() throws IOException, InterruptedException {
        environment.put("AWS_CLOUD_UNMAP_ARCHIVE", "make");
        assertThat(run()).isEqualTo(new Result(0, List.of(), List.of()));
        environment.remove("AWS_CLOUD_UNMAP_ARCHIVE");
    }

    private List<String> start(String... arguments) throws IOException, InterruptedException {
        Result result = run(arguments);
        assertThat(result.stderr).isEmpty();
        assertThat(result.exitCode).isZero();
        return result.stdout;
    }

    private record Result(int exitCode, List<String> stdout, List<String> stderr) {}

    private Result run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("/bin/sh", home.resolve("bin/aws-cloud-unmap").toString()));
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
        return new Result(process.waitFor(), stdout, Files.readAllLines(stderr));
    }

    private void java(String version) throws IOException {
        java(version, "true");
    }

    /** @param rehearsal what it does before it makes an archive */
    private void java(String version, String rehearsal) throws IOException {
        Path jdk = temp.resolve("jdk");
        Path java = Files.createDirectories(jdk.resolve("bin")).resolve("java");
        Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        Files.writeString(java, """
                #!/bin/sh
                # %s
                for argument; do
                    case $argument in
                        -XX:ArchiveClassesAtExit=* | -XX:AOTCacheOutput=*) archive=${argument#*=} ;;
                    esac
                done
                if [ -n "${archive:-}" ]; then
                    set -e
                    %s
                    echo "an archive" >"$archive"
                    exit
                fi
                for argument; do
                    printf 'argument %%s\\n' "$argument"
                done
                """.formatted(version, rehearsal));
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        environment.put("JAVA_HOME", jdk.toString());
    }
}
