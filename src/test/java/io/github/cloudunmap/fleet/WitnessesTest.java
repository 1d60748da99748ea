package io.github.cloudunmap.fleet;

import static io.github.cloudunmap.fleet.HeldReader.running;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.reconcile.Ec2Instance;
import io.github.cloudunmap.reconcile.Evidence;
import io.github.cloudunmap.reconcile.Evidence.Suspicion;
import io.github.cloudunmap.reconcile.Sighting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers of one region that come late, or in another order than they were asked for. */
class WitnessesTest {
    private static final Duration HOLD = Duration.ofMinutes(15);
    private static final Set<String> THREE = Set.of("i-1", "i-2", "i-3");

    private final InstanceCache memory = new InstanceCache(0);
    private final ReadAccount account = new ReadAccount();
    private final Witnesses region = new Witnesses("us-east-1", () -> HOLD, 0, memory, account, FleetObserver.NONE);

    @BeforeEach
    void theseLived() {
        lived("i-1", "i-2", "i-3", "i-5", "i-6", "i-7");
    }

    private void lived(String... ids) {
        Evidence evidence = new Evidence("us-east-1", "req", 0);
        for (String id : ids) {
            memory.keep(id, new Sighting(running(id), evidence), true, 0);
        }
    }

    @Test
    void anOlderAnswerThatComesLaterIsSuspectButDoesNotMakeTheRegionSuspect() {
        region.assess(10, 10, Set.of(), Map.of("i-1", running("i-1")));
        assertThat(region.assess(9, 9, THREE, Map.of())).contains(new Suspicion(3, 9, HOLD));
        assertThat(region.assess(11, 11, Set.of("i-1"), Map.of())).isEmpty();
    }

    /** A slow answer may have been true when it was asked for. */
    @Test
    void countsTheHoldFromTheFirstAnswerAndNotFromItsRequest() {
        long slow = Duration.ofMinutes(1).toNanos();
        region.assess(0, slow, THREE, Map.of());

        assertThat(region.assess(HOLD.toNanos(), HOLD.toNanos(), Set.of(), Map.of()))
                .contains(new Suspicion(3, slow, HOLD));
        assertThat(region.assess(slow + HOLD.toNanos(), slow + HOLD.toNanos(), Set.of(), Map.of()))
                .isEmpty();
    }

    /** Who lives beside what is missing shows that the region answers, and not that it knows what it knew. */
    @Test
    void onlyTheLifeOfWhatIsMissingEndsASuspicion() {
        region.assess(10, 10, THREE, Map.of());
        assertThat(region.assess(11, 11, Set.of(), Map.of("i-9", running("i-9"))))
                .contains(new Suspicion(3, 10, HOLD));
        region.scanned(12, 12, List.of(running("i-8")), List.of());
        region.scanned(13, 13, List.of(running("i-8")), List.of(running("i-8")));
        assertThat(region.assess(14, 14, Set.of(), Map.of())).contains(new Suspicion(3, 10, HOLD));
        region.scanned(15, 15, List.of(running("i-1")), List.of(running("i-1")));
        assertThat(region.assess(16, 16, Set.of(), Map.of())).isEmpty();
    }

    /** A fleet of several requests, where one lacks what it knew and the others do not. */
    @Test
    void whatIsMissingForTheWholeHoldIsSuspectNoMoreWhenOthersLive() {
        Set<String> others = Set.of("i-5", "i-6", "i-7");
        Map<String, Ec2Instance> alive = Map.of("i-5", running("i-5"), "i-6", running("i-6"), "i-7", running("i-7"));
        region.assess(10, 10, THREE, Map.of());
        long over = 10 + HOLD.toNanos();
        assertThat(region.assess(over - 1, over - 1, others, alive)).isPresent();
        assertThat(region.assess(over, over, others, alive)).isEmpty();
        assertThat(region.assess(over + 1, over + 1, THREE, Map.of())).isEmpty();
    }

    @Test
    void anOlderAnswerThatShowsLifeDoesNotEndASuspicion() {
        region.assess(10, 10, THREE, Map.of());
        Map<String, Ec2Instance> two = Map.of("i-1", running("i-1"), "i-2", running("i-2"));
        assertThat(region.assess(9, 9, THREE, two)).isEmpty();
        assertThat(region.assess(10, 10, THREE, two)).isEmpty();
        assertThat(region.assess(11, 11, Set.of(), Map.of())).contains(new Suspicion(3, 10, HOLD));
        assertThat(region.assess(12, 12, THREE, two)).isEmpty();
        assertThat(region.assess(13, 13, Set.of(), Map.of())).isEmpty();
    }

    @Test
    void anOlderAnswerThatComesLaterDoesNotChangeTheAccount() {
        region.assess(10, 10, Set.of("i-1"), Map.of("i-1", running("i-1")));
        region.assess(20, 20, Set.of("i-1"), Map.of("i-1", running("i-1")));
        Ec2Instance theirs =
                new Ec2Instance("i-9", Ec2Instance.State.RUNNING, List.of("10.0.0.1"), List.of(), "222222222222");

        assertThat(region.assess(19, 21, Set.of("i-9"), Map.of("i-9", theirs))).isPresent();
        assertThat(account.ids()).containsExactly("111111111111");
        assertThat(region.assess(20, 22, Set.of("i-9"), Map.of("i-9", theirs))).isPresent();
        assertThat(account.ids()).containsExactly("222222222222");
    }
}
