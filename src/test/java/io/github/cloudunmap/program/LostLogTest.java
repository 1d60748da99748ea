package io.github.cloudunmap.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.inmemory.InMemoryAws;
import java.io.File;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A process that goes on with its work though nobody takes its log; only AWS shows it. */
@Tag("long")
final class LostLogTest {
    private final InMemoryAws aws = InMemoryAws.start();
    private final Fleet fleet = new Fleet(aws).withLive(2);
    private final Semaphore removals = new Semaphore(0);

    @BeforeEach
    void watch() {
        aws.on("DeregisterInstance").after(call -> removals.release());
    }

    @AfterEach
    void close() {
        aws.close();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void worksOnWithAFullDisk() throws Exception {
        Map<String, String> environment =
                Map.of("AWS_ENDPOINT_URL", aws.endpoint().toString());
        Redirect full = Redirect.to(new File("/dev/full"));
        try (ProgramProcess program =
                ProgramProcess.start(Redirect.PIPE, full, environment, List.of(), Fleet.everySecond())) {
            assertThatItRemovesAndEnds(program);
        }
    }

    @Test
    void worksOnWithABrokenPipe() throws Exception {
        try (ProgramProcess program = ProgramProcess.start(aws.endpoint(), Fleet.everySecond())) {
            program.stopReading();
            assertThatItRemovesAndEnds(program);
        }
    }

    @Test
    void worksOnWithAPipeThatNobodyDrains() throws Exception {
        List<String> arguments = new ArrayList<>(List.of(Fleet.everySecond()));
        arguments.addAll(List.of("--log-level", "DEBUG"));
        for (int i = 0; i < 400; i++) { // whose lines of one pass are more than any pipe holds
            aws.cloudMap(Fleet.US).register("srv-web", "skipped-" + i, Map.of("NOTE", "x"));
        }
        try (ProgramProcess program = ProgramProcess.start(aws.endpoint(), arguments.toArray(String[]::new))) {
            for (int round = 1; round <= 3; round++) {
                fleet.withDead(1);
                assertThat(removals.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
            }
            program.signal("TERM");
            assertThat(program.exitCode()).isZero();
        }
    }

    private void assertThatItRemovesAndEnds(ProgramProcess program) throws Exception {
        for (int round = 1; round <= 2; round++) {
            fleet.withDead(1);
            assertThat(removals.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
            assertThat(fleet.registered()).isEqualTo(fleet.live());
        }
        program.signal("TERM");
        assertThat(program.exitCode()).isZero();
    }
}
