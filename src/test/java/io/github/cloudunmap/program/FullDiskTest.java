package io.github.cloudunmap.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.cloudunmap.inmemory.InMemoryAws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A state directory on a disk of its own, which fills up or can only be read. Needs root, for the disk. */
@Tag("long")
final class FullDiskTest {
    private final InMemoryAws aws = InMemoryAws.start();
    private final Registrations registrations = new Registrations(aws);

    @TempDir
    Path disk;

    private boolean isMounted;

    @BeforeEach
    void mounts() throws Exception {
        isMounted = succeeds("mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", disk.toString());
        assumeThat(isMounted).as("root may mount a disk").isTrue();
        registrations.live();
    }

    @AfterEach
    void close() throws Exception {
        aws.close();
        if (isMounted) {
            succeeds("umount", "-l", disk.toString());
        }
    }

    @Test
    void removesNothingWhileTheDiskIsFullAndGoesOnAfterwards() throws Exception {
        try (ProgramProcess program = start()) {
            program.awaitMessage(message -> message.startsWith("Checked service srv-web: 1 registered"));
            Path filler = fill();

            losesNothingUntil(program, "No space left on device", () -> Files.delete(filler));
        }
    }

    @Test
    void removesNothingWhileTheDiskCanOnlyBeReadAndGoesOnAfterwards() throws Exception {
        try (ProgramProcess program = start()) {
            program.awaitMessage(message -> message.startsWith("Checked service srv-web: 1 registered"));
            String state = disk.resolve("state").toString();
            assertThat(succeeds("mount", "-t", "tmpfs", "-o", "ro", "tmpfs", state))
                    .isTrue();

            losesNothingUntil(
                    program,
                    "Read-only file system",
                    () -> assertThat(succeeds("umount", state)).isTrue());
        }
    }

    private interface Remedy {
        void apply() throws Exception;
    }

    private void losesNothingUntil(ProgramProcess program, String cause, Remedy remedy) throws Exception {
        List<String> dead = registrations.dead(2);

        String message = program.awaitMessage(line -> line.startsWith("An error occurred"));

        assertThat(message)
                .isEqualTo("An error occurred while reconciling service srv-web: the journal " + disk
                        + "/state/removals.jsonl cannot be written: " + cause + "; nothing is removed without it");
        assertThat(registrations.now()).containsKeys(dead.toArray(String[]::new));

        remedy.apply();
        program.awaitMessage(line -> line.endsWith("2 deregistered"));
        assertThat(Files.readString(disk.resolve("state/removals.jsonl"))).contains(dead);
    }

    private ProgramProcess start() throws IOException {
        return ProgramProcess.start(
                aws.endpoint(),
                Stream.concat(
                                Stream.of(Fleet.everySecond()),
                                Stream.of(
                                        "--state-directory",
                                        disk.resolve("state").toString()))
                        .toArray(String[]::new));
    }

    /** Writes a file until nothing more fits. */
    private Path fill() throws IOException {
        Path filler = disk.resolve("filler");
        try (var out = Files.newOutputStream(filler)) {
            while (true) {
                out.write(new byte[1024]);
            }
        } catch (IOException e) {
            return filler;
        }
    }

    private static boolean succeeds(String... command) throws Exception {
        return new ProcessBuilder(command).start().waitFor() == 0;
    }
}
