package io.github.cloudunmap.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.inmemory.InMemoryAws;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real program with a state directory that is there, locked, or lost. */
@Tag("long")
final class StateDirectoryTest {
    private final InMemoryAws aws = InMemoryAws.start();
    private final Registrations registrations = new Registrations(aws);

    @TempDir
    Path parent;

    private Path directory;

    @BeforeEach
    void registers() {
        directory = parent.resolve("state");
        registrations.live();
    }

    @AfterEach
    void close() {
        aws.close();
    }

    @Test
    void aSecondProcessEndsWithOneLine() throws Exception {
        try (ProgramProcess first = ProgramProcess.start(aws.endpoint(), everySecond())) {
            first.awaitMessage(message -> message.startsWith("Checked service srv-web: "));

            Result second = Result.of(aws, everySecond("--single-run"));

            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.stderr())
                    .containsExactly(
                            "aws-cloud-unmap: state directory " + directory + " is in use by another process of"
                                    + " this program; stop that one, or give this one a state-directory of its own");
        }
        assertThat(Result.of(aws, everySecond("--single-run")).exitCode()).isZero();
    }

    @Test
    void aDryRunLeavesItAlone() throws Exception {
        registrations.dead(1);

        Result plan = Result.of(aws, everySecond("--single-run", "--dry-run"));

        assertThat(plan.exitCode()).isZero();
        assertThat(directory).doesNotExist();
    }

    @Test
    void removesNothingWhileTheDirectoryIsGoneAndGoesOnAfterwards() throws Exception {
        try (ProgramProcess program = ProgramProcess.start(aws.endpoint(), everySecond())) {
            program.awaitMessage(message -> message.startsWith("Checked service srv-web: 1 registered"));
            Path elsewhere = parent.resolve("elsewhere");
            Files.move(directory, elsewhere);
            List<String> dead = registrations.dead(3);

            String message = program.awaitMessage(line -> line.startsWith("An error occurred"));

            assertThat(message)
                    .isEqualTo("An error occurred while reconciling service srv-web: the journal " + directory
                            + "/removals.jsonl cannot be written: no such file or directory; nothing is removed without"
                            + " it");
            assertThat(registrations.now()).containsKeys(dead.toArray(String[]::new));

            Files.move(elsewhere, directory);
            program.awaitMessage(line -> line.endsWith("3 deregistered"));
            assertThat(registrations.now()).hasSize(1);
            program.signal("TERM");
            assertThat(program.exitCode()).isZero();
        }
        assertThat(Files.readAllLines(directory.resolve("removals.jsonl"))).hasSize(6);
    }

    @Test
    void aDirectoryInThePlaceOfTheJournalIsToldAtTheStart() throws Exception {
        Files.createDirectories(directory.resolve("removals.jsonl"));
        registrations.dead(1);

        Result result = Result.of(aws, everySecond("--single-run"));

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.stderr())
                .containsExactly("aws-cloud-unmap: the journal " + directory
                        + "/removals.jsonl cannot be written: Is a directory; nothing is removed without it");
        assertThat(registrations.now()).hasSize(2);
    }

    @Test
    void aFileInThePlaceOfTheDirectoryIsToldAtTheStart() throws Exception {
        Files.createFile(directory);

        Result result = Result.of(aws, everySecond("--single-run"));

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.stderr())
                .containsExactly("aws-cloud-unmap: " + directory + " is no directory; give another state-directory");
    }

    @Test
    void aChangeOfItTakesEffectAtTheNextRestart() throws Exception {
        String services =
                "\nservices: [{service-id: srv-web, service-region: us-east-1, instances-regions: [us-east-1],"
                        + " frequency: 1s}]\n";
        try (ConfigFile file = ConfigFile.of("state-directory: " + directory + services);
                ProgramProcess program = ProgramProcess.start(aws.endpoint(), "--config", file.path())) {
            program.awaitMessage(message -> message.startsWith("Checked service srv-web: "));
            Files.writeString(file.file(), "state-directory: /elsewhere" + services);
            program.signal("HUP");
            program.awaitMessage("state-directory has changed, which takes effect at the next restart only"::equals);
            registrations.dead(1);
            program.awaitMessage(line -> line.endsWith("1 deregistered"));
        }
        assertThat(Files.readAllLines(directory.resolve("removals.jsonl"))).isNotEmpty();
    }

    private String[] everySecond(String... more) {
        List<String> arguments = new ArrayList<>(List.of(Fleet.everySecond()));
        arguments.addAll(List.of("--state-directory", directory.toString()));
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }
}
