package io.github.cloudunmap.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.inmemory.InMemoryAws;
import io.github.cloudunmap.inmemory.MessageQueue;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The program with a queue of events, as a process. */
@Tag("long")
final class EventsProcessTest {
    private static final String US = "us-east-1";

    @Test
    void aLongPollDoesNotHoldItsEnd() throws Exception {
        try (InMemoryAws aws = InMemoryAws.start()) {
            MessageQueue queue = aws.account(InMemoryAws.DEFAULT_ACCOUNT).queue(US, "changes");
            Fleet fleet = new Fleet(aws).withLive(2);
            String live = fleet.live().iterator().next();
            CountDownLatch secondPoll = new CountDownLatch(2);
            aws.on("ReceiveMessage").before(call -> secondPoll.countDown());
            try (ConfigFile file = ConfigFile.of("""
                            events: [{ queue-url: %s }]
                            services: [{ service-id: srv-web, service-region: us-east-1, instances-regions: [us-east-1] }]
                            """.formatted(queue.url()));
                    ProgramProcess program = ProgramProcess.start(aws.endpoint(), "--config", file.path())) {
                queue.send(aws.account(InMemoryAws.DEFAULT_ACCOUNT).events(US).event(live, "running", Instant.now()));
                assertThat(secondPoll.await(50, TimeUnit.SECONDS)).isTrue();

                program.signal("TERM");

                assertThat(program.exitCode()).isZero();
                // The second poll would have been answered 20 seconds after it was asked.
                assertThat(aws.calls().log("ReceiveMessage")).hasSize(1);
                assertThat(fleet.registered()).isEqualTo(fleet.live());
            }
        }
    }
}
