package io.github.cloudunmap.daemon;

import static io.github.cloudunmap.daemon.LocalAws.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.daemon.LocalReload.Running;
import io.github.cloudunmap.inmemory.Hang;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reload that removes a service during a pass of it: that pass ends, and no other runs beside it. */
@Tag("long")
final class ReloadDuringPassTest {
    private LocalReload local;

    @BeforeEach
    void open(@TempDir Path directory) throws IOException {
        local = new LocalReload(directory);
    }

    @AfterEach
    void close() {
        local.close();
    }

    @Test
    void finishesThePassInFlightOfARemovedServiceAndTouchesItNoMore() throws Exception {
        local.serviceWithOneOfTwoDead("srv-a", US);
        local.serviceWithOneOfTwoDead("srv-b", US);
        local.write("srv-a, frequency: 1s", "srv-b");
        try (Hang hang = local.aws.on("ListInstances").hang();
                Running running = local.start()) {
            hang.awaitArrivals(1, LocalReload.DEADLINE); // srv-a: the other waits until Cloud Map has answered
            local.write("srv-b");

            running.daemon().reload();
            local.log.await(line -> line.contains("1 removed (srv-a)"));
            hang.release();

            local.awaitPasses(2);
            assertThat(local.aws.cloudMap(US).instances("srv-a")).hasSize(1);
            running.stop();
            assertThat(local.aws.calls().log("ListInstances"))
                    .extracting(call -> call.serviceId())
                    .containsExactlyInAnyOrder("srv-a", "srv-b");
        }
    }

    @Test
    void bringsAServiceBackThatWasRemovedWhileItsPassIsInFlight() throws Exception {
        local.serviceWithOneOfTwoDead("srv-a", US);
        local.serviceWithOneOfTwoDead("srv-b", US);
        local.write("srv-a, frequency: 1s", "srv-b");
        try (Hang hang = local.aws.on("ListInstances").hang();
                Running running = local.start()) {
            hang.awaitArrivals(2, LocalReload.DEADLINE);
            local.write("srv-b");
            running.daemon().reload();
            local.log.await(line -> line.contains("1 removed (srv-a)"));
            local.write("srv-a, frequency: 1s", "srv-b");
            running.daemon().reload();
            local.log.await(line -> line.contains("1 added (srv-a)"));
            hang.release();

            local.awaitPasses(3);
            assertThat(local.aws.calls().mostAtOnce("ListInstances", US)).isEqualTo(2);
        }
    }
}
