package io.github.cloudunmap.program;

import static io.github.cloudunmap.program.Fleet.US;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.cloudunmap.inmemory.InMemoryAws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What real processes with a state directory, one after the other, know of each other. */
@Tag("long")
final class MemoryTest {
    private static final String CANNOT_BE_READ =
            " cannot be read, so that this start knows nothing of the process before: ";

    private final InMemoryAws aws = InMemoryAws.start();
    private final Registrations registrations = new Registrations(aws);

    @TempDir
    Path directory;

    private Path memory;

    @BeforeEach
    void registers() {
        memory = directory.resolve("memory.json");
        for (int i = 0; i < 4; i++) {
            registrations.live();
        }
    }

    @AfterEach
    void close() {
        aws.close();
    }

    @Test
    void graceCountsAcrossSingleRuns() throws Exception {
        List<String> dead = registrations.dead(2);

        assertThat(singleRun("1h").exitCode()).isZero();
        assertThat(singleRun("1h").exitCode()).isZero();
        assertThat(registrations.now()).hasSize(6);
        sleepFor(Duration.ofMinutes(61));
        Result after = singleRun("1h");

        assertThat(after.exitCode()).as(after.toString()).isZero();
        assertThat(registrations.now()).hasSize(4).doesNotContainKeys(dead.toArray(String[]::new));
    }

    @Test
    void aClockThatIsSetBackMakesGraceLonger() throws Exception {
        registrations.dead(1);
        assertThat(singleRun("1h").exitCode()).isZero();
        sleepFor(Duration.ofMinutes(50));
        assertThat(singleRun("1h").exitCode()).isZero();

        sleepFor(Duration.ofHours(-1));
        assertThat(singleRun("1h").exitCode()).isZero();
        assertThat(registrations.now()).hasSize(5);

        sleepFor(Duration.ofMinutes(11));
        assertThat(singleRun("1h").exitCode()).isZero();
        assertThat(registrations.now()).hasSize(4);
    }

    @Test
    void anyAttributeThatDiffersStartsGraceAnewAcrossRuns() throws Exception {
        String dead = registrations.dead(1).get(0);
        assertThat(singleRun("1h").exitCode()).isZero();
        sleepFor(Duration.ofHours(2));
        aws.cloudMap(US).register("srv-web", dead, Map.of("AWS_INSTANCE_IPV4", "10.0.0.5", "version", "2"));

        assertThat(singleRun("1h").exitCode()).isZero();

        assertThat(registrations.now()).containsKey(dead);
    }

    /** The journal has the removal; a process that is killed right after it has not saved what it knew. */
    @Test
    void whatAKilledProcessHasRemovedStartsGraceAnew() throws Exception {
        String dead = registrations.dead(1).get(0);
        Map<String, String> attributes = Map.copyOf(registrations.now().getOrDefault(dead, Map.of()));
        assertThat(singleRun("1h").exitCode()).isZero();
        sleepFor(Duration.ofHours(2));
        String beforeTheRemoval = Files.readString(memory);
        assertThat(singleRun("1h").exitCode()).isZero();
        assertThat(registrations.now()).doesNotContainKey(dead);
        Files.writeString(memory, beforeTheRemoval);
        aws.cloudMap(US).register("srv-web", dead, attributes);

        assertThat(singleRun("1h").exitCode()).isZero();

        assertThat(registrations.now()).containsKey(dead);
    }

    @Test
    void aServiceThatTheFileDidNotHaveMeanwhileStartsGraceAnew() throws Exception {
        String dead = registrations.dead(1).get(0);
        assertThat(singleRun("1h").exitCode()).isZero();
        aws.cloudMap(US).createService("srv-other");
        assertThat(singleRun("srv-other", "1h").exitCode()).isZero();
        sleepFor(Duration.ofHours(2));

        assertThat(singleRun("1h").exitCode()).isZero();

        assertThat(registrations.now()).containsKey(dead);
    }

    @Test
    void aRegionThatShowsNothingRightAfterARestartIsSuspect() throws Exception {
        assertThat(singleRun("0s").exitCode()).isZero();
        aws.ec2(US).blackOut(true);

        Result after = singleRun("0s");
        Result muchLater = singleRun("0s");

        assertThat(after.exitCode()).isEqualTo(1);
        assertThat(after.stderr()).anyMatch(line -> line.contains("suddenly shows none of 4 instances"));
        assertThat(muchLater.exitCode()).isEqualTo(1);
        assertThat(muchLater.stderr())
                .anyMatch(line -> line.contains("EC2 in us-east-1 was suspect before the restart, and still is: it"
                        + " suddenly shows none of 4 instances that lived there"));
        assertThat(registrations.now()).hasSize(4);

        aws.ec2(US).blackOut(false);
        assertThat(singleRun("0s").exitCode()).isZero();
    }

    @Test
    void aFileFullOfGarbageIsSetAside() throws Exception {
        for (String garbage : List.of("", "{\"v\":1,\"saved_at\":\"2026-", "\0\0\0", "[[[[[", "{\"v\":1}")) {
            Files.writeString(memory, garbage);

            Result result = singleRun("0s");

            assertThat(result.exitCode()).isZero();
            assertThat(result.stderr())
                    .filteredOn(line -> line.contains(memory + CANNOT_BE_READ))
                    .hasSize(1)
                    .allMatch(line -> line.contains("it is kept as " + memory + ".unreadable"))
                    .noneMatch(line -> line.contains("Source:"));
            assertThat(directory.resolve("memory.json.unreadable")).hasContent(garbage);
            assertThat(read().path("regions").path(0).path("alive")).hasSize(4);
        }
    }

    @Test
    void aDirectoryInItsPlaceIsSetAsideAtTheStart() throws Exception {
        Files.createDirectories(memory.resolve("deep"));

        Result result = singleRun("0s");

        assertThat(result.exitCode()).isZero();
        assertThat(result.stderr())
                .filteredOn(line -> line.contains(memory + CANNOT_BE_READ + "Is a directory"))
                .hasSize(1);
        assertThat(read().path("regions").path(0).path("alive")).hasSize(4);
    }

    @Test
    void aNewerFormatIsRefusedWithOneLine() throws Exception {
        Files.writeString(memory, "{\"v\":2}");

        Result result = singleRun("0s");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.stderr())
                .containsExactly("aws-cloud-unmap: " + memory + " cannot be used: a newer version of this program wrote"
                        + " it (format 2, this one reads up to 1); use that version, or another state-directory");
        assertThat(memory).hasContent("{\"v\":2}");
    }

    @Test
    void aDirectoryInItsPlaceStopsNoRemovalAndIsToldOnce() throws Exception {
        try (ProgramProcess program = ProgramProcess.start(aws.endpoint(), everySecond())) {
            program.awaitMessage(message -> message.startsWith("Checked service srv-web: 4 registered"));
            Files.createDirectories(memory.resolveSibling("memory.json.new"));
            List<String> dead = registrations.dead(2);
            String told = program.awaitMessage(message -> message.startsWith(memory + " cannot be written"));
            assertThat(told)
                    .isEqualTo(memory + " cannot be written: Is a directory; a restart forgets what has changed since,"
                            + " and removals go on");

            Files.delete(memory.resolveSibling("memory.json.new"));
            program.awaitMessage("memory.json is saved again"::equals);
            assertThat(registrations.now()).doesNotContainKeys(dead.toArray(String[]::new));
        }
    }

    private Result singleRun(String gracePeriod) throws Exception {
        return singleRun("srv-web", gracePeriod);
    }

    private Result singleRun(String serviceId, String gracePeriod) throws Exception {
        Path config = Files.writeString(
                directory.resolve("unmap.yaml"),
                "state-directory: " + directory + "\nservices: [{service-id: " + serviceId + ", service-region:"
                        + " us-east-1, instances-regions: [us-east-1], grace-period: " + gracePeriod + "}]\n");
        return Result.of(aws, "--config", config.toString(), "--single-run");
    }

    private String[] everySecond() {
        return Stream.concat(Stream.of(Fleet.everySecond()), Stream.of("--state-directory", directory.toString()))
                .toArray(String[]::new);
    }

    /** Has the next process find the file as one that was written so much earlier. */
    private void sleepFor(Duration time) throws IOException {
        ObjectNode file = read();
        shift(file, "saved_at", time);
        file.path("services").forEach(service -> service.path("stale").forEach(stale -> shift(stale, "since", time)));
        file.path("regions").forEach(region -> region.path("alive").forEach(alive -> shift(alive, "seen_at", time)));
        Files.writeString(memory, file.toString());
    }

    private static void shift(JsonNode of, String key, Duration time) {
        ((ObjectNode) of)
                .put(key, Instant.parse(of.path(key).textValue()).minus(time).toString());
    }

    private ObjectNode read() throws IOException {
        return (ObjectNode) new ObjectMapper().readTree(memory.toFile());
    }
}
