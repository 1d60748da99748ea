package io.github.cloudunmap.daemon;

import static io.github.cloudunmap.daemon.LocalAws.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.reconcile.Handover;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a service with a frequency of one minute is due next, in nanoseconds. */
final class ServiceLoopTest {
    private static final long SECOND = 1_000_000_000;
    private static final long START = 5 * SECOND;

    private final LocalAws local = new LocalAws();
    private final ServiceLoop loop = new ServiceLoop(
            local.run(ServiceConfig.of("srv-web", US, List.of(US)).withFrequency(Duration.ofMinutes(1))));

    @BeforeEach
    void passOnce() {
        loop.begin(START);
        loop.end(Handover.NONE);
    }

    @AfterEach
    void close() {
        loop.close();
        local.close();
    }

    @Test
    void isDueAFrequencyAfterTheStartOfItsLastPass() {
        assertThat(loop.nextDue(START + 7 * SECOND)).isEqualTo(START + 60 * SECOND);
    }

    @Test
    void isDueAtOnceAfterAPassThatOutlastedItsFrequency() {
        assertThat(loop.nextDue(START + 61 * SECOND)).isEqualTo(START + 61 * SECOND);
    }

    @Test
    void isDueByItsNewFrequencyWhenThatChanges() {
        loop.replace(local.run(ServiceConfig.of("srv-web", US, List.of(US)).withFrequency(Duration.ofSeconds(10))));
        assertThat(loop.nextDue(START + 7 * SECOND)).isEqualTo(START + 10 * SECOND);
    }

    @Test
    void isDueAtOnceWhenItHasNotPassedYet() {
        ServiceLoop fresh = new ServiceLoop(local.run(ServiceConfig.of("srv-new", US, List.of(US))));
        assertThat(fresh.nextDue(START)).isEqualTo(START);
        fresh.close();
    }
}
