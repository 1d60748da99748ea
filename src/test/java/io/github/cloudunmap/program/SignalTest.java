package io.github.cloudunmap.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.cloudunmap.inmemory.ApiError;
import io.github.cloudunmap.inmemory.Hang;
import io.github.cloudunmap.inmemory.InMemoryAws;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real signals to a real process that is in the middle of a pass. */
@Tag("long")
final class SignalTest {
    private static final String US = "us-east-1";
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final InMemoryAws aws = InMemoryAws.start();

    @BeforeEach
    void threeOfFourInstancesAreTerminated() {
        aws.cloudMap(US).createService("srv-web");
        for (int host = 1; host <= 4; host++) {
            String address = "10.0.0." + host;
            String id = aws.ec2(US).launch(address);
            aws.cloudMap(US).register("srv-web", id, Map.of("AWS_INSTANCE_IPV4", address));
            if (host > 1) {
                aws.ec2(US).terminate(id);
            }
        }
    }

    @AfterEach
    void close() {
        aws.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void finishesThePassInFlightAndEndsWithZero(String signal) throws Exception {
        try (Hang hang = aws.on("DeregisterInstance").hang();
                ProgramProcess program = startDaemon()) {
            hang.awaitArrivals(1, DEADLINE);

            program.signal(signal);
            program.awaitLine(line -> line.contains("Shutting down"));
            hang.release();

            assertThat(program.exitCode()).isZero();
            assertThat(aws.cloudMap(US).instances("srv-web")).hasSize(1);
            assertThat(aws.calls().count("ListInstances")).isEqualTo(1);
        }
    }

    @Test
    void endsAtOnceAtASecondSignal() throws Exception {
        try (Hang hang = aws.on("DeregisterInstance").hang();
                ProgramProcess program = startDaemon()) {
            hang.awaitArrivals(1, DEADLINE);

            program.signal("TERM");
            program.awaitLine(line -> line.contains("Shutting down"));
            program.signal("TERM");

            assertThat(program.exitCode()).isEqualTo(1);
            assertThat(aws.cloudMap(US).instances("srv-web")).hasSize(4);
        }
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130"})
    void endsAtOnceWhereNothingHasBegun(String signal, int exitCode, @TempDir Path directory) throws Exception {
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        try (ProgramProcess program = ProgramProcess.start(aws.endpoint(), "check", pipe.toString());
                OutputStream opened = Files.newOutputStream(pipe)) { // which it has opened, too, then
            program.signal(signal);

            assertThat(program.exitCode()).isEqualTo(exitCode);
        }
    }

    @Test
    void survivesAHangUp() throws Exception {
        try (Hang hang = aws.on("DeregisterInstance").hang();
                ProgramProcess program = startDaemon()) {
            hang.awaitArrivals(1, DEADLINE);

            program.signal("HUP");
            program.awaitLine(line -> line.contains("SIGHUP"));
            hang.release();
            program.awaitLine(line -> line.contains("Checked service srv-web"));
            program.signal("TERM");

            assertThat(program.exitCode()).isZero();
            assertThat(aws.cloudMap(US).instances("srv-web")).hasSize(1);
        }
    }

    @Test
    void endsWithOneWhenPassesOutlastTheShutdownTimeout() throws Exception {
        try (ConfigFile file = ConfigFile.of("""
                        shutdown-timeout: 1s
                        services:
                          - service-id: srv-web
                            service-region: us-east-1
                            instances-regions: [us-east-1]
                        """);
                Hang hang = aws.on("DeregisterInstance").hang();
                ProgramProcess program = ProgramProcess.start(aws.endpoint(), "--config", file.path())) {
            hang.awaitArrivals(1, DEADLINE);

            program.signal("TERM");
            program.awaitLine(line -> line.contains("still running after 1 s and are cut off"));

            assertThat(program.exitCode()).isEqualTo(1);
        }
    }

    /** At the rate of removals that AWS throttles, 300 of them would take minutes. */
    @Test
    void waitsForNoTurnOfAThrottledRemoval(@TempDir Path directory) throws Exception {
        for (int host = 0; host < 300; host++) {
            String address = "10.0." + (1 + host / 250) + "." + host % 250;
            String id = aws.ec2(US).launch(address);
            aws.cloudMap(US).register("srv-web", id, Map.of("AWS_INSTANCE_IPV4", address));
            aws.ec2(US).terminate(id);
        }
        aws.on("DeregisterInstance").fail(ApiError.throttling());
        try (ConfigFile file = ConfigFile.of("shutdown-timeout: 20s\nstate-directory: " + directory + """

                        services:
                          - service-id: srv-web
                            service-region: us-east-1
                            instances-regions: [us-east-1]
                        """);
                ProgramProcess program = ProgramProcess.start(aws.endpoint(), "--config", file.path())) {
            program.awaitLine(line -> line.contains("was not made and is prepared again"));

            program.signal("TERM");

            assertThat(program.restOfLog()).noneMatch(line -> line.contains("still running after"));
            assertThat(program.exitCode()).isZero();
        }
        JsonNode removals = Result.of(aws, "history", "--state-directory", directory.toString(), "--output", "json")
                .json()
                .path("removals");
        assertThat(removals).isNotEmpty().allSatisfy(removal -> {
            assertThat(removal.path("result").asText()).isEqualTo("failed");
            assertThat(removal.path("error_code").asText()).isIn("Interrupted", "ThrottlingException");
        });
    }

    @Test
    void doesItsWorkThoughSystemdCannotBeTold() throws Exception {
        Map<String, String> environment = Map.of(
                "AWS_ENDPOINT_URL",
                aws.endpoint().toString(),
                "NOTIFY_SOCKET",
                "/no/such/socket",
                "WATCHDOG_USEC",
                "100000");
        try (ProgramProcess program = ProgramProcess.start(
                environment, List.of(), "--service-id", "srv-web", "--service-region", US, "--instances-region", US)) {
            program.awaitLine(line -> line.contains("systemd could not be told READY=1"));
            program.awaitLine(line -> line.contains("systemd could not be told WATCHDOG=1"));
            program.signal("TERM");

            assertThat(program.exitCode()).isZero();
            assertThat(aws.cloudMap(US).instances("srv-web")).hasSize(1);
        }
    }

    private ProgramProcess startDaemon() throws Exception {
        return ProgramProcess.start(
                aws.endpoint(), "--service-id", "srv-web", "--service-region", US, "--instances-region", US);
    }
}
