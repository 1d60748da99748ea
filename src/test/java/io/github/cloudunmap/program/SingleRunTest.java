package io.github.cloudunmap.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.inmemory.InMemoryAws;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A single run finishes what its first pass left settling, and waits for nothing else. */
@Tag("long")
final class SingleRunTest {
    private static final String US = "us-east-1";
    private static final String GONE = "i-0123456789abcdef0";

    private final InMemoryAws aws = InMemoryAws.start();

    @BeforeEach
    void aServiceWithALiveInstance() {
        aws.cloudMap(US).createService("srv-web");
        register(aws.ec2(US).launch("10.0.0.1"), "10.0.0.1");
    }

    @AfterEach
    void close() {
        aws.close();
    }

    @Test
    void removesWhatIsGoneForGoodOnceItHasSettled() throws Exception {
        register(GONE, "10.0.0.2");
        try (ConfigFile file = settlingFor("1s");
                ProgramProcess program =
                        ProgramProcess.start(aws.endpoint(), "--config", file.path(), "--single-run")) {
            assertThat(program.exitCode()).isZero();
        }
        assertThat(aws.cloudMap(US).instances("srv-web")).hasSize(1).doesNotContainKey(GONE);
        assertThat(aws.calls().count("ListInstances")).isEqualTo(2);
    }

    @Test
    void makesNoSecondPassForWhatHasEnded() throws Exception {
        String ended = aws.ec2(US).launch("10.0.0.2");
        register(ended, "10.0.0.2");
        aws.ec2(US).terminate(ended);
        try (ConfigFile file = settlingFor("1h");
                ProgramProcess program =
                        ProgramProcess.start(aws.endpoint(), "--config", file.path(), "--single-run")) {
            assertThat(program.exitCode()).isZero();
        }
        assertThat(aws.cloudMap(US).instances("srv-web")).hasSize(1);
        assertThat(aws.calls().count("ListInstances")).isEqualTo(1);
    }

    @Test
    void makesNoSecondPassForWhatIsInGraceForLonger() throws Exception {
        register(GONE, "10.0.0.2");
        try (ConfigFile file = settlingFor("1s", "grace-period: 1h");
                ProgramProcess program =
                        ProgramProcess.start(aws.endpoint(), "--config", file.path(), "--single-run")) {
            assertThat(program.exitCode()).isZero();
        }
        assertThat(aws.cloudMap(US).instances("srv-web")).hasSize(2);
        assertThat(aws.calls().count("ListInstances")).isEqualTo(1);
    }

    @Test
    void endsWhenItIsStoppedWhileItWaits() throws Exception {
        register(GONE, "10.0.0.2");
        try (ConfigFile file = settlingFor("1h");
                ProgramProcess program =
                        ProgramProcess.start(aws.endpoint(), "--config", file.path(), "--single-run")) {
            program.awaitLine(line -> line.contains("Service srv-web has a second pass"));
            program.signal("TERM");
            assertThat(program.exitCode()).isZero();
        }
        assertThat(aws.cloudMap(US).instances("srv-web")).hasSize(2);
    }

    private void register(String id, String address) {
        aws.cloudMap(US).register("srv-web", id, Map.of("AWS_INSTANCE_IPV4", address));
    }

    private static ConfigFile settlingFor(String settleTime) throws Exception {
        return settlingFor(settleTime, "grace-period: 0s");
    }

    private static ConfigFile settlingFor(String settleTime, String grace) throws Exception {
        return ConfigFile.of("""
                services:
                  - service-id: srv-web
                    service-region: us-east-1
                    instances-regions: [us-east-1]
                    settle-time: %s
                    %s
                """.formatted(settleTime, grace));
    }
}
