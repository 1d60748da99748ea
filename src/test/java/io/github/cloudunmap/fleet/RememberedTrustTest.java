package io.github.cloudunmap.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.LogLines;
import io.github.cloudunmap.fleet.TrustSnapshot.Account;
import io.github.cloudunmap.fleet.TrustSnapshot.Life;
import io.github.cloudunmap.fleet.TrustSnapshot.Region;
import io.github.cloudunmap.reconcile.Ec2Instance;
import io.github.cloudunmap.reconcile.Evidence.Suspicion;
import io.github.cloudunmap.reconcile.VirtualTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a process makes of what the one before it knew of a region. */
final class RememberedTrustTest {
    private static final Duration HOLD = Duration.ofMinutes(15);
    private static final Identity OWN = new Identity(null, null);
    private static final RoleAndRegion PLACE = new RoleAndRegion(OWN, "us-east-1");
    private static final Set<String> ALL = Set.of("i-1", "i-2", "i-3", "i-4");

    private final VirtualTime time = new VirtualTime();
    private Duration hold = HOLD;
    private RegionTrusts trusts = new RegionTrusts(() -> hold, time, FleetObserver.NONE);
    private Ec2Reader.Answer answer = new Ec2Reader.Answer("r-0", List.of());
    private SharedInstanceDirectory directory = open();

    private SharedInstanceDirectory open() {
        return trusts.directory(
                PLACE,
                new Ec2Reader() {
                    @Override
                    public Answer describe(Set<String> ids) {
                        return new Answer(
                                answer.requestId(),
                                answer.instances().stream()
                                        .filter(instance -> ids.contains(instance.id()))
                                        .toList());
                    }

                    @Override
                    public Page scan(@Nullable String token) {
                        throw new AssertionError("no scan");
                    }
                },
                Runnable::run,
                () -> new DirectorySettings(Duration.ZERO, hold));
    }

    private void restart() {
        TrustSnapshot saved = trusts.snapshot();
        trusts = new RegionTrusts(() -> hold, time, FleetObserver.NONE);
        trusts.remember(saved);
        directory = open();
    }

    private void shows(String owner, String... ids) {
        answer = new Ec2Reader.Answer(
                "r-1",
                Arrays.stream(ids)
                        .map(id ->
                                new Ec2Instance(id, Ec2Instance.State.RUNNING, List.of("10.0.0.1"), List.of(), owner))
                        .toList());
    }

    private Optional<Suspicion> asked(String id) {
        time.advance(Duration.ofSeconds(1));
        return Objects.requireNonNull(
                        directory.lookUp(Set.of(id), time.nanos()).join().get(id))
                .evidence()
                .suspicion();
    }

    private void knowsAll() {
        shows("ours", "i-1", "i-2", "i-3", "i-4");
        time.advance(Duration.ofSeconds(1));
        directory.lookUp(ALL, time.nanos()).join();
    }

    @Test
    void suspectsARegionThatShowsNothingRightAfterARestart() {
        knowsAll();
        restart();
        shows("ours");

        assertThat(asked("i-9").map(Suspicion::shows)).contains("suddenly shows none of 3 instances that lived there");
    }

    @Test
    void keepsASuspicionOverARestartUntilTheHoldIsOver() {
        knowsAll();
        shows("ours");
        assertThat(asked("i-9")).isPresent();
        time.advance(HOLD.minusSeconds(10));
        TrustSnapshot before = trusts.snapshot();
        restart();
        assertThat(trusts.snapshot().regions().get(0).suspicionOrNull())
                .isNotNull()
                .isEqualTo(before.regions().get(0).suspicionOrNull());
        assertThat(asked("i-9")).isPresent();

        time.advance(Duration.ofSeconds(20));

        assertThat(asked("i-9")).isEmpty();
        restart();
        assertThat(asked("i-9")).isEmpty();
    }

    @Test
    void endsARememberedSuspicionWhenOneOfTheMissingLives() {
        knowsAll();
        shows("ours");
        assertThat(asked("i-9")).isPresent();
        restart();
        shows("ours", "i-1", "i-2", "i-3", "i-4");

        assertThat(asked("i-9")).isEmpty();
    }

    @Test
    void neverServesARememberedInstanceAsAnAnswer() {
        knowsAll();
        restart();

        assertThat(directory.cached(ALL)).isEmpty();
        assertThat(directory.accounts()).isEmpty();
        assertThat(ALL).allMatch(directory::remembers);
    }

    @Test
    void suspectsAnotherAccountThanBeforeTheRestartForTheHold() {
        knowsAll();
        restart();
        shows("theirs", "i-9");

        assertThat(asked("i-9").map(Suspicion::shows))
                .contains("answers for account theirs, and showed instances of account ours before the restart");
        time.advance(HOLD.minusSeconds(2));
        restart();
        assertThat(asked("i-9")).isPresent();

        assertThat(asked("i-9")).isEmpty();
        assertThat(trusts.snapshot().accounts()).containsExactly(new Account(OWN, "theirs", null));
    }

    @Test
    void suspectsAnotherAccountWithoutEndOnceItHasSeenItsOwn() {
        knowsAll();
        restart();
        shows("ours", "i-1", "i-2", "i-3");
        assertThat(asked("i-1")).isEmpty();
        shows("theirs", "i-9");
        asked("i-9");

        time.advance(HOLD.multipliedBy(3));

        assertThat(asked("i-9").map(Suspicion::shows))
                .contains("answers for account theirs, and answered for ours before");
    }

    @Test
    void forgetsTheAccountAtOnceWithoutHold() {
        knowsAll();
        hold = Duration.ZERO;
        restart();
        shows("theirs", "i-9");

        assertThat(asked("i-9")).isEmpty();
    }

    @Test
    void forgetsARememberedInstanceWhenAnAnswerLacksIt() {
        knowsAll();
        restart();
        shows("ours", "i-1", "i-2", "i-3");

        assertThat(asked("i-4")).isEmpty();

        assertThat(directory.remembers("i-4")).isFalse();
        assertThat(directory.remembers("i-1")).isTrue();
    }

    @Test
    void suspectsARegionByRememberedInstancesForADay() {
        time.advance(Duration.ofDays(100));
        knowsAll();
        restart();
        time.advance(Duration.ofDays(1).minusSeconds(2));
        shows("ours");

        assertThat(asked("i-9")).isPresent();
    }

    @Test
    void forgetsRememberedInstancesAfterADay() {
        knowsAll();
        restart();
        time.advance(Duration.ofDays(1));
        shows("ours");

        assertThat(asked("i-9")).isEmpty();

        assertThat(trusts.snapshot().regions()).isEmpty();
    }

    @Test
    void savesNoInstanceThatAHoldHasEndedWithout() {
        shows("ours", "i-1", "i-2", "i-3", "i-4", "i-5", "i-6", "i-7", "i-8");
        time.advance(Duration.ofSeconds(1));
        directory
                .lookUp(Set.of("i-1", "i-2", "i-3", "i-4", "i-5", "i-6", "i-7", "i-8"), time.nanos())
                .join();
        shows("ours");
        asked("i-9");
        time.advance(HOLD);
        assertThat(asked("i-9")).isEmpty();

        assertThat(trusts.snapshot().regions()).isEmpty();
    }

    @Test
    void logsThatARegionIsStillSuspectAndThatAnotherAccountAnswersThanBeforeTheRestart() {
        knowsAll();
        shows("ours");
        asked("i-9");
        try (LogLines log = new LogLines("fleet")) {
            restart();
            shows("theirs", "i-9");
            asked("i-9");
            time.advance(HOLD);
            asked("i-9");
            assertThat(log.lines())
                    .contains(
                            "WARN EC2 in us-east-1 was suspect before the restart, and still is: it suddenly shows none"
                                    + " of 3 instances that lived there",
                            "WARN EC2 in us-east-1 answers for account theirs, and answered for ours before the"
                                    + " restart: for 15m (suspect-hold), or until it does again, nothing is removed on"
                                    + " its word but what account theirs has itself registered",
                            "INFO EC2 in us-east-1 still does not answer for account ours, as before the restart, after"
                                    + " the suspect-hold: it is trusted again");
        }
    }

    @Test
    void savesWhatLivedInTheLatestAnswer() {
        knowsAll();
        shows("ours", "i-1", "i-2", "i-3");
        assertThat(asked("i-4")).isEmpty();
        restart();

        Region region = trusts.snapshot().regions().get(0);

        assertThat(region.alive()).extracting(Life::id).containsExactlyInAnyOrder("i-1", "i-2", "i-3");
        assertThat(region.place()).isEqualTo(PLACE);
    }
}
