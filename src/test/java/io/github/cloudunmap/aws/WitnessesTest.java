package io.github.cloudunmap.aws;

import static io.github.cloudunmap.aws.HeldReader.running;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.reconcile.Suspicion;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Answers of one region that come late, or in another order than they were asked for. */
class WitnessesTest {
    private static final Duration HOLD = Duration.ofMinutes(15);
    private static final Set<String> THREE = Set.of("i-1", "i-2", "i-3");

    private final Witnesses region = new Witnesses("us-east-1", () -> HOLD, 0, AwsObserver.NONE);

    @Test
    void anOlderAnswerThatComesLaterIsDoubtedButDoesNotMakeTheRegionSuspect() {
        region.heard(10, 10, Set.of(), Map.of("i-1", running("i-1")));
        assertThat(region.heard(9, 9, THREE, Map.of())).contains(new Suspicion(3, 9, HOLD));
        assertThat(region.heard(11, 11, Set.of("i-1"), Map.of())).isEmpty();
    }

    /** A slow answer may have been true when it was asked for. */
    @Test
    void countsTheHoldFromTheFirstAnswerAndNotFromItsRequest() {
        long slow = Duration.ofMinutes(1).toNanos();
        region.heard(0, slow, THREE, Map.of());

        assertThat(region.heard(HOLD.toNanos(), HOLD.toNanos(), Set.of(), Map.of()))
                .contains(new Suspicion(3, slow, HOLD));
        assertThat(region.heard(slow + HOLD.toNanos(), slow + HOLD.toNanos(), Set.of(), Map.of()))
                .isEmpty();
    }

    @Test
    void anOlderAnswerThatShowsLifeDoesNotEndASuspicion() {
        region.heard(10, 10, THREE, Map.of());
        assertThat(region.heard(9, 9, THREE, Map.of("i-1", running("i-1")))).isEmpty();
        assertThat(region.heard(11, 11, Set.of(), Map.of())).contains(new Suspicion(3, 10, HOLD));
        assertThat(region.heard(12, 12, THREE, Map.of("i-1", running("i-1")))).isEmpty();
        assertThat(region.heard(13, 13, Set.of(), Map.of())).isEmpty();
    }
}
