package io.github.cloudunmap.fleet;

import static io.github.cloudunmap.fleet.ChangingRegion.HERE;
import static io.github.cloudunmap.fleet.ChangingRegion.HOLD;
import static io.github.cloudunmap.fleet.ChangingRegion.SECOND;
import static io.github.cloudunmap.fleet.ChangingRegion.suspicion;
import static io.github.cloudunmap.fleet.ChangingRegion.suspicionOf;
import static io.github.cloudunmap.fleet.HeldReader.instance;
import static io.github.cloudunmap.fleet.HeldReader.running;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.LogLines;
import io.github.cloudunmap.reconcile.Ec2Instance.State;
import io.github.cloudunmap.reconcile.Sighting;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A suspicion: how long it lasts, what ends it, and what is logged of it. */
final class EndOfSuspicionTest {
    private final ChangingRegion region = new ChangingRegion();

    @Test
    void staysSuspectUntilTheHoldIsOver() {
        region.shows("i-1", "i-2", "i-3");
        region.shows();
        long since = region.time.nanos();
        region.ask("i-1");
        region.time.advance(HOLD.minusNanos(1));
        assertThat(region.ask("i-new")).isEqualTo(suspicionOf(3, since));
        region.time.advance(Duration.ofNanos(1));
        assertThat(region.ask("i-1", "i-2", "i-3")).isEmpty();
        assertThat(region.observer.changes).containsExactly(0, 1, -1);
    }

    @Test
    void suspectsNothingAnewBeforeItHasSeenLife() {
        region.shows("i-1", "i-2", "i-3");
        region.shows();
        region.ask("i-1");
        region.time.advance(HOLD);
        region.ask("i-1");
        region.time.advance(HOLD);
        assertThat(region.ask("i-1", "i-2", "i-3")).isEmpty();
        region.shows("i-4", "i-5", "i-6");
        region.shows();
        assertThat(region.ask("i-4")).isPresent();
    }

    @Test
    void trustsARegionAgainThatShowsAllTheMissingInAnyState() {
        region.shows("i-1", "i-2", "i-3");
        region.shows();
        region.ask("i-1");
        region.time.advance(SECOND);
        region.ec2.instances.add(instance("i-1", State.TERMINATED));
        region.ec2.instances.add(instance("i-2", State.TERMINATED));
        assertThat(region.ask("i-1")).isPresent();
        region.time.advance(SECOND);
        region.ec2.instances.add(instance("i-3", State.TERMINATED));
        assertThat(region.ask("i-3")).isEmpty();
        assertThat(region.observer.changes).containsExactly(0, 1, -1);
    }

    @Test
    void aScanThatShowsOneOfTheMissingAliveEndsTheSuspicion() {
        region.shows("i-1", "i-2", "i-3");
        region.shows();
        region.ask("i-1");
        region.time.advance(SECOND);
        region.ec2.instances.add(running("i-1"));
        region.find(500);
        assertThat(region.ec2.scans).hasSize(1);
        assertThat(region.observer.changes).containsExactly(0, 1, -1);
    }

    @Test
    void trustsTheFirstAnswerThatShowsLifeAndThoseAfterIt() {
        region.shows("i-1", "i-2", "i-3");
        region.shows();
        region.ask("i-1");
        region.shows("i-2", "i-3");
        assertThat(region.ask("i-new")).isEmpty();
        assertThat(region.observer.changes).containsExactly(0, 1, -1);
        assertThat(region.ask("i-1")).isEmpty();
    }

    @Test
    void theSuspicionOfAnAnswerStaysWhenALaterOneShowsLife() {
        region.shows("i-1", "i-2", "i-3");
        region.shows();
        CompletableFuture<Map<String, Sighting>> suspect = region.directory.lookUp(Set.of("i-1"), region.time.nanos());
        region.executor.stepAll();
        region.shows("i-1", "i-2", "i-3");
        assertThat(suspicion(suspect)).isPresent();
    }

    @Test
    void aHoldThatIsTakenAwayEndsTheSuspicion() {
        region.shows("i-1", "i-2", "i-3");
        region.shows();
        region.ask("i-1");
        region.trust = new DirectorySettings(Duration.ZERO, Duration.ZERO);
        assertThat(region.ask("i-1")).isEmpty();
        assertThat(region.observer.changes).containsExactly(0, 1, -1);
    }

    @Test
    void theOneThatClosesIsNoLongerShownAsSuspect() {
        region.shows("i-1", "i-2", "i-3");
        region.shows();
        region.ask("i-1");
        region.trusts.close(HERE);
        assertThat(region.observer.changes).containsExactly(0, 1, -1);
        assertThat(region.ask("i-1")).isPresent();
        assertThat(region.observer.changes).containsExactly(0, 1, -1);
        var unused = region.trusts.directory(HERE, region.ec2, region.executor, () -> region.trust);
        assertThat(region.observer.changes).containsExactly(0, 1, -1, 1);
    }

    @Test
    void logsWhenARegionBecomesSuspectAndWhenItIsTrustedAgain() {
        try (LogLines log = new LogLines("fleet")) {
            region.shows("i-1", "i-2", "i-3");
            region.shows();
            region.ask("i-1");
            region.shows("i-1", "i-2", "i-3");
            region.shows();
            region.ask("i-1");
            region.time.advance(HOLD);
            region.ask("i-1");
            String suspect =
                    "WARN EC2 in us-east-1 suddenly shows none of 3 instances that lived there: for the next 15m"
                            + " (suspect-hold), or until it shows some of them again, nothing is removed on its word."
                            + " Wrong credentials or an outage look like this";
            assertThat(log.lines())
                    .containsExactly(
                            suspect,
                            "INFO EC2 in us-east-1 shows missing instances again: it is trusted again",
                            suspect,
                            "INFO EC2 in us-east-1 still does not show the missing instances after the suspect-hold: it"
                                    + " is trusted again");
        }
    }

    @Test
    void logsNothingOfARegionThatNoServiceReadsAnyMore() {
        try (LogLines log = new LogLines("fleet")) {
            region.shows("i-1", "i-2", "i-3");
            region.shows();
            region.trusts.close(HERE);
            region.ask("i-1");
            assertThat(log.lines()).isEmpty();
        }
    }
}
