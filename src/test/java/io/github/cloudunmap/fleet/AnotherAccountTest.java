package io.github.cloudunmap.fleet;

import static io.github.cloudunmap.fleet.HeldReader.running;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.LogLines;
import io.github.cloudunmap.reconcile.Ec2Instance;
import io.github.cloudunmap.reconcile.Ec2Instance.State;
import io.github.cloudunmap.reconcile.Evidence.Suspicion;
import io.github.cloudunmap.reconcile.Sighting;
import io.github.cloudunmap.reconcile.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A region that answers for another account than before, and what its answers are good for. */
class AnotherAccountTest {
    private static final Duration HOLD = Duration.ofMinutes(15);
    private static final String OURS = "111111111111";
    private static final String THEIRS = "222222222222";

    private final VirtualTime time = new VirtualTime();
    private final SteppedExecutor executor = new SteppedExecutor();
    private final HeldReader ec2 = new HeldReader();
    private final SuspicionChanges observer = new SuspicionChanges();
    private final SharedInstanceDirectory directory = Directories.alone(
            "us-east-1", ec2, executor, () -> new DirectorySettings(Duration.ZERO, HOLD), time, observer);

    @BeforeEach
    void oneOfOursLives() {
        ec2.instances.add(running("i-1"));
        ask("i-1");
        time.advance(Duration.ofSeconds(1));
    }

    @Test
    void suspectsItHoweverLongItLasts() {
        answersForThem("i-7");
        assertThat(ask("i-7")).isPresent();
        time.advance(HOLD.multipliedBy(100));
        ec2.instances.clear();
        assertThat(ask("i-1")).isPresent();
        assertThat(observer.changes).containsExactly(0, 1);
        assertThat(directory.accounts()).containsExactly(THEIRS);
    }

    @Test
    void trustsItWhenItAnswersForUsAgain() {
        answersForThem("i-7");
        ask("i-7");
        time.advance(Duration.ofSeconds(1));
        ec2.instances.clear();
        ec2.instances.add(running("i-2"));
        assertThat(ask("i-2")).isEmpty();
        assertThat(observer.changes).containsExactly(0, 1, -1);
        assertThat(directory.accounts()).containsExactly(OURS);
    }

    @Test
    void theirsAreGoodForWhatTheyRegisteredAlone() {
        answersForThem("i-7");
        assertThat(ask("i-7")).map(Suspicion::trustedFor).contains(THEIRS);
        time.advance(Duration.ofSeconds(1));
        assertThat(ask("i-8")).map(Suspicion::trustedFor).contains(THEIRS);
        assertThat(ec2.requests).last().isEqualTo(Set.of("i-1", "i-7", "i-8"));
        // It shows none of ours either, which would be there.
        ec2.instances.clear();
        assertThat(ask("i-8")).map(Suspicion::trustedFor).contains(THEIRS);
        // It tells the end of theirs, and nothing of ours.
        assertThat(directory.remembers("i-7")).isFalse();
        assertThat(directory.remembers("i-1")).isTrue();
    }

    /** Such as when the program was started with their credentials, and knew of theirs from before. */
    @Test
    void oneThatShowsTooLittleOfTheirsIsGoodForThemAfterTheHold() {
        answersForThem("i-6");
        ec2.instances.add(theirs("i-7"));
        ec2.instances.add(theirs("i-8"));
        ask("i-6", "i-7", "i-8");
        time.advance(Duration.ofSeconds(1));
        answersForThem("i-9");

        assertThat(ask("i-9")).isPresent().map(Suspicion::trustedFor).isEmpty();
        // An answer about other ids does not start the hold anew.
        ask("i-1");
        time.advance(HOLD.minusSeconds(1));
        assertThat(ask("i-9")).map(Suspicion::trustedFor).isEmpty();
        time.advance(Duration.ofSeconds(1));
        assertThat(ask("i-9")).map(Suspicion::trustedFor).contains(THEIRS);

        for (String id : List.of("i-2", "i-3", "i-4")) {
            ec2.instances.add(theirs(id));
        }
        time.advance(Duration.ofSeconds(1));
        ask("i-2", "i-3", "i-4");
        time.advance(Duration.ofSeconds(1));
        ec2.instances.clear();
        assertThat(ask("i-2", "i-3", "i-4"))
                .isPresent()
                .map(Suspicion::trustedFor)
                .isEmpty();
    }

    @Test
    void theHoldStartsAnewWhenOneOfTheirsThatWereMissingIsShownMeanwhile() {
        answersForThem("i-6");
        ec2.instances.add(theirs("i-7"));
        ec2.instances.add(theirs("i-8"));
        ask("i-6", "i-7", "i-8");
        time.advance(Duration.ofSeconds(1));
        ec2.instances.clear();
        assertThat(ask("i-9")).isPresent().map(Suspicion::trustedFor).isEmpty();
        time.advance(HOLD.minusSeconds(1));
        ec2.instances.addAll(List.of(theirs("i-6"), theirs("i-7"), theirs("i-8")));
        assertThat(ask("i-9")).map(Suspicion::trustedFor).contains(THEIRS);
        time.advance(Duration.ofSeconds(1));
        ec2.instances.clear();
        assertThat(ask("i-9")).isPresent().map(Suspicion::trustedFor).isEmpty();
        time.advance(Duration.ofSeconds(1));
        assertThat(ask("i-9")).isPresent().map(Suspicion::trustedFor).isEmpty();
    }

    /** The program was started with their credentials, and one region has no instance of ours. */
    @Test
    void anEmptyRegionIsGoodForTheAccountThatAnotherRegionShows() {
        RegionTrusts trusts = new RegionTrusts(() -> HOLD, time, observer);
        HeldReader empty = new HeldReader();
        SharedInstanceDirectory there = directory(trusts, "eu-west-1", ec2);
        SharedInstanceDirectory here = directory(trusts, "us-east-1", empty);
        answersForThem("i-7");
        ask(there, "i-7");
        time.advance(Duration.ofSeconds(1));
        ec2.instances.clear();
        ec2.instances.add(running("i-1"));
        ask(there, "i-1");
        time.advance(Duration.ofSeconds(1));

        assertThat(ask(here, "i-gone")).map(Suspicion::trustedFor).contains(OURS);
    }

    private SharedInstanceDirectory directory(RegionTrusts trusts, String region, Ec2Reader reader) {
        return trusts.directory(
                new RoleAndRegion(new Identity(null, null), region),
                reader,
                executor,
                () -> new DirectorySettings(Duration.ZERO, HOLD));
    }

    @Test
    void aScanThatShowsStrangersMakesItSuspect() {
        answersForThem("i-7");
        ec2.instances.add(theirs("i-8"));
        scan();
        assertThat(observer.changes).containsExactly(0, 1);
        assertThat(directory.remembers("i-7")).isFalse();
        assertThat(ask("i-1")).isPresent();
    }

    @Test
    void theFirstAccountIsThatOfAnInstanceThatAPassHasAskedForAndAScanShows() {
        SharedInstanceDirectory another = unread();
        answersForThem("i-1007");
        scan(another);
        ec2.instances.clear();
        ec2.instances.add(running("i-1"));
        assertThat(ask(another, "i-1")).isPresent();
    }

    @Test
    void aStrangerThatOnlyAScanShowsIsNotOfTheFirstAccount() {
        SharedInstanceDirectory another = unread();
        answersForThem("i-7");
        scan(another);
        ec2.instances.clear();
        ec2.instances.add(running("i-1"));
        assertThat(ask(another, "i-1")).isEmpty();
    }

    private SharedInstanceDirectory unread() {
        return directory(new RegionTrusts(() -> HOLD, time, observer), "us-east-1", ec2);
    }

    @Test
    void logsWhichAccountItAnswersForAndWhenItIsTrustedAgain() {
        try (LogLines log = new LogLines("fleet")) {
            answersForThem("i-7");
            ask("i-7");
            time.advance(Duration.ofSeconds(1));
            ec2.instances.clear();
            ec2.instances.add(running("i-1"));
            ask("i-1");
            assertThat(log.lines())
                    .containsExactly(
                            "WARN EC2 in us-east-1 answers for account 222222222222, and answered for 111111111111"
                                    + " before: until it does again, nothing is removed on its word but what account"
                                    + " 222222222222 has itself registered; a restart limits this to suspect-hold",
                            "INFO EC2 in us-east-1 answers for account 111111111111 again: it is trusted again");
        }
    }

    @Test
    void strangersAreNoWitnesses() {
        ec2.instances.add(running("i-8"));
        scan();
        ask("i-9");
        assertThat(ec2.requests).last().satisfies(ids -> assertThat(ids).doesNotContain("i-8"));
    }

    private void answersForThem(String id) {
        ec2.instances.clear();
        ec2.instances.add(theirs(id));
    }

    private static Ec2Instance theirs(String id) {
        return new Ec2Instance(id, State.RUNNING, List.of("10.0.0.1"), List.of(), THEIRS);
    }

    /** Hopes for so many that a scan is the cheaper way. */
    private void scan() {
        scan(directory);
    }

    private void scan(SharedInstanceDirectory directory) {
        var unused = directory.find(
                IntStream.range(1000, 1500).mapToObj(n -> "i-" + n).collect(Collectors.toSet()), time.nanos());
        executor.stepAll();
        assertThat(ec2.scans).isNotEmpty();
        time.advance(Duration.ofSeconds(1));
    }

    private Optional<Suspicion> ask(String... ids) {
        return ask(directory, ids);
    }

    private Optional<Suspicion> ask(SharedInstanceDirectory directory, String... ids) {
        var answer = directory.lookUp(Set.of(ids), time.nanos());
        executor.stepAll();
        Map<String, Sighting> sightings = answer.join();
        return sightings.values().stream()
                .flatMap(sighting -> sighting.evidence().suspicion().stream())
                .findFirst();
    }
}
