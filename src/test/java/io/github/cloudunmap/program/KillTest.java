package io.github.cloudunmap.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.inmemory.Hang;
import io.github.cloudunmap.inmemory.InMemoryAws;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A process that is killed among its removals, some of which AWS has got but not made. */
@Tag("long")
final class KillTest {
    private static final int SIGKILL = 128 + 9;

    private final InMemoryAws aws = InMemoryAws.start();
    private final Fleet fleet = new Fleet(aws).withLive(6).withDead(6);

    @AfterEach
    void close() {
        aws.close();
    }

    @Test
    void endsTheRemovalsAfterARestart() throws Exception {
        CompletableFuture<Hang> afterTheFirst = new CompletableFuture<>();
        aws.on("DeregisterInstance")
                .afterNext(call ->
                        afterTheFirst.complete(aws.on("DeregisterInstance").hang()));
        try (ProgramProcess killed = ProgramProcess.start(aws.endpoint(), Fleet.everySecond())) {
            Hang hang = afterTheFirst.get(60, TimeUnit.SECONDS);
            hang.awaitArrivals(1, Duration.ofSeconds(60));
            killed.signal("KILL");
            assertThat(killed.exitCode()).isEqualTo(SIGKILL);
            // Four at most were under way when the first had ended.
            assertThat(fleet.registered()).hasSizeBetween(6 + 2, 6 + 5).containsAll(fleet.live());
            hang.release();
        }

        try (ProgramProcess restarted = ProgramProcess.start(aws.endpoint(), Fleet.everySecond())) {
            restarted.awaitMessage(message -> message.startsWith("Checked service srv-web: "));
            assertThat(fleet.registered()).isEqualTo(fleet.live());
        }
    }
}
