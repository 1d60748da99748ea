package io.github.cloudunmap.fleet;

import static io.github.cloudunmap.fleet.HeldReader.instance;
import static io.github.cloudunmap.fleet.HeldReader.running;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.LogLines;
import io.github.cloudunmap.reconcile.Ec2Instance.State;
import io.github.cloudunmap.reconcile.Evidence.Suspicion;
import io.github.cloudunmap.reconcile.Sighting;
import io.github.cloudunmap.reconcile.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A region that suddenly has nothing: what tells it, how long it is not trusted, and what is asked along to see it.
 */
class SuspectRegionTest {
    private static final Duration HOLD = Duration.ofMinutes(15);
    private static final RoleAndRegion HERE = new RoleAndRegion(new Identity(null, null), "us-east-1");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final VirtualTime time = new VirtualTime();
    private final SteppedExecutor executor = new SteppedExecutor();
    private final HeldReader ec2 = new HeldReader();
    private final SuspicionChanges observer = new SuspicionChanges();

    private DirectorySettings trust = new DirectorySettings(Duration.ZERO, HOLD);
    private final RegionTrusts trusts = new RegionTrusts(() -> trust.suspectHold(), time, observer);
    private final SharedInstanceDirectory directory = trusts.directory(HERE, ec2, executor, () -> trust);

    @Test
    void suspectsAnAnswerThatKnowsNoneOfThreeThatLived() {
        shows("i-1", "i-2", "i-3");
        shows();
        assertThat(ask("i-1", "i-2", "i-3")).isEqualTo(suspicionOf(3, time.nanos()));
        assertThat(observer.changes).containsExactly(0, 1);
        assertThat(ec2.requests).hasSize(2);
    }

    @Test
    void trustsAnAnswerThatLacksTwoThatLived() {
        shows("i-1", "i-2");
        shows();
        assertThat(ask("i-1", "i-2", "i-new")).isEmpty();
        assertThat(observer.changes).containsExactly(0);
    }

    @Test
    void suspectsTheAnswerForAnyIdByThoseThatLivedAndGoAlong() {
        shows("i-1", "i-2", "i-3", "i-4");
        shows();
        assertThat(ask("i-new")).isEqualTo(suspicionOf(3, time.nanos()));
        assertThat(ec2.requests)
                .last()
                .satisfies(ids -> assertThat(ids).hasSize(4).contains("i-new"));
    }

    @Test
    void suspectsAnAnswerByThoseThatGoAlongHoweverLongNobodyHasAskedForThem() {
        shows("i-1", "i-2", "i-3");
        shows();
        time.advance(Duration.ofDays(2));
        assertThat(ask("i-new")).isPresent();
    }

    @Test
    void trustsARegionThatShowsHalfOfThemAlive() {
        shows("i-1", "i-2", "i-3", "i-4");
        shows("i-2", "i-3");
        assertThat(ask("i-1", "i-2", "i-3", "i-4")).isEmpty();
    }

    @Test
    void suspectsARegionThatShowsLessThanHalfOfThem() {
        shows("i-1", "i-2", "i-3", "i-4", "i-5");
        ec2.instances.removeIf(each -> !List.of("i-2", "i-4").contains(each.id()));
        assertThat(ask("i-1", "i-2", "i-3", "i-4", "i-5"))
                .hasValueSatisfying(found ->
                        assertThat(found.shows()).isEqualTo("suddenly shows only 2 of 5 instances that lived there"));
    }

    @Test
    void trustsARegionThatShowsHalfOfThemAsTerminated() {
        shows("i-1", "i-2", "i-3");
        ec2.instances.clear();
        ec2.instances.add(instance("i-1", State.TERMINATED));
        ec2.instances.add(instance("i-2", State.TERMINATED));
        assertThat(ask("i-2", "i-3")).isEmpty();
    }

    @Test
    void suspectsARegionThatShowsNothingButWhatWasDeadBefore() {
        ec2.instances.add(instance("i-dead", State.TERMINATED));
        ask("i-dead");
        shows("i-1", "i-2", "i-3");
        ec2.instances.clear();
        ec2.instances.add(instance("i-dead", State.TERMINATED));
        assertThat(ask("i-dead")).isPresent();
    }

    @Test
    void trustsARegionThatNeverShowedAnything() {
        assertThat(ask("i-1", "i-2", "i-3")).isEmpty();
        assertThat(ask("i-1", "i-2", "i-3")).isEmpty();
    }

    @Test
    void staysSuspectUntilTheHoldIsOver() {
        shows("i-1", "i-2", "i-3");
        shows();
        long since = time.nanos();
        ask("i-1");
        time.advance(HOLD.minusNanos(1));
        assertThat(ask("i-new")).isEqualTo(suspicionOf(3, since));
        time.advance(Duration.ofNanos(1));
        assertThat(ask("i-1", "i-2", "i-3")).isEmpty();
        assertThat(observer.changes).containsExactly(0, 1, -1);
    }

    @Test
    void suspectsNothingAnewBeforeItHasSeenLife() {
        shows("i-1", "i-2", "i-3");
        shows();
        ask("i-1");
        time.advance(HOLD);
        ask("i-1");
        time.advance(HOLD);
        assertThat(ask("i-1", "i-2", "i-3")).isEmpty();
        shows("i-4", "i-5", "i-6");
        shows();
        assertThat(ask("i-4")).isPresent();
    }

    @Test
    void asksAlongForNoInstanceThatAHoldHasEndedWithout() {
        String[] all = {"i-1", "i-2", "i-3", "i-4", "i-5", "i-6", "i-7", "i-8"};
        shows(all);
        shows();
        ask(all);
        time.advance(HOLD);
        ask("i-new");
        ask("i-newer");
        assertThat(ec2.requests).last().isEqualTo(Set.of("i-newer"));
    }

    @Test
    void trustsARegionAgainThatShowsAllTheMissingInAnyState() {
        shows("i-1", "i-2", "i-3");
        shows();
        ask("i-1");
        time.advance(SECOND);
        ec2.instances.add(instance("i-1", State.TERMINATED));
        ec2.instances.add(instance("i-2", State.TERMINATED));
        assertThat(ask("i-1")).isPresent();
        time.advance(SECOND);
        ec2.instances.add(instance("i-3", State.TERMINATED));
        assertThat(ask("i-3")).isEmpty();
        assertThat(observer.changes).containsExactly(0, 1, -1);
    }

    @Test
    void aScanThatShowsOneOfTheMissingAliveEndsTheSuspicion() {
        shows("i-1", "i-2", "i-3");
        shows();
        ask("i-1");
        time.advance(SECOND);
        ec2.instances.add(running("i-1"));
        find(500);
        assertThat(ec2.scans).hasSize(1);
        assertThat(observer.changes).containsExactly(0, 1, -1);
    }

    @Test
    void trustsTheFirstAnswerThatShowsLifeAndThoseAfterIt() {
        shows("i-1", "i-2", "i-3");
        shows();
        ask("i-1");
        shows("i-2", "i-3");
        assertThat(ask("i-new")).isEmpty();
        assertThat(observer.changes).containsExactly(0, 1, -1);
        assertThat(ask("i-1")).isEmpty();
    }

    @Test
    void theSuspicionOfAnAnswerStaysWhenALaterOneShowsLife() {
        shows("i-1", "i-2", "i-3");
        shows();
        CompletableFuture<Map<String, Sighting>> suspect = directory.lookUp(Set.of("i-1"), time.nanos());
        executor.stepAll();
        shows("i-1", "i-2", "i-3");
        assertThat(suspicion(suspect)).isPresent();
    }

    @Test
    void withAHoldOfZeroNothingIsSuspectOrAskedAlong() {
        trust = new DirectorySettings(Duration.ZERO, Duration.ZERO);
        shows("i-1", "i-2", "i-3");
        ask("i-5");
        assertThat(ec2.requests).last().isEqualTo(Set.of("i-5"));
        shows();
        assertThat(ask("i-1", "i-2", "i-3", "i-4")).isEmpty();
    }

    @Test
    void aHoldThatIsTakenAwayEndsTheSuspicion() {
        shows("i-1", "i-2", "i-3");
        shows();
        ask("i-1");
        trust = new DirectorySettings(Duration.ZERO, Duration.ZERO);
        assertThat(ask("i-1")).isEmpty();
        assertThat(observer.changes).containsExactly(0, 1, -1);
    }

    @Test
    void theOneThatClosesIsNoLongerShownAsSuspect() {
        shows("i-1", "i-2", "i-3");
        shows();
        ask("i-1");
        trusts.close(HERE);
        assertThat(observer.changes).containsExactly(0, 1, -1);
        assertThat(ask("i-1")).isPresent();
        assertThat(observer.changes).containsExactly(0, 1, -1);
        var unused = trusts.directory(HERE, ec2, executor, () -> trust);
        assertThat(observer.changes).containsExactly(0, 1, -1, 1);
    }

    @Test
    void logsWhenARegionBecomesSuspectAndWhenItIsTrustedAgain() {
        try (LogLines log = new LogLines("fleet")) {
            shows("i-1", "i-2", "i-3");
            shows();
            ask("i-1");
            shows("i-1", "i-2", "i-3");
            shows();
            ask("i-1");
            time.advance(HOLD);
            ask("i-1");
            String suspect =
                    "WARN EC2 in us-east-1 suddenly shows none of 3 instances that lived there: for the next 15m"
                            + " (suspect-hold), or until it shows one of them alive, nothing is removed on its word."
                            + " Wrong credentials or an outage look like this";
            assertThat(log.lines())
                    .containsExactly(
                            suspect,
                            "INFO EC2 in us-east-1 shows the missing instances again: it is trusted again",
                            suspect,
                            "INFO EC2 in us-east-1 still does not show the missing instances after the suspect-hold: it"
                                    + " is trusted again");
        }
    }

    @Test
    void logsNothingOfARegionThatNoServiceReadsAnyMore() {
        try (LogLines log = new LogLines("fleet")) {
            shows("i-1", "i-2", "i-3");
            shows();
            trusts.close(HERE);
            ask("i-1");
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void whatHasEndedIsReplacedByOthersThatLive() {
        shows("i-1", "i-2", "i-3", "i-4", "i-5", "i-6");
        ask("i-new");
        Set<String> ended = askedBeside("i-new");
        ec2.instances.replaceAll(i -> ended.contains(i.id()) ? instance(i.id(), State.TERMINATED) : i);
        ask("i-new");
        ask("i-new");
        assertThat(askedBeside("i-new")).hasSize(3).doesNotContainAnyElementsOf(ended);
    }

    @Test
    void leavesRoomForThoseThatGoAlong() {
        shows("i-1", "i-2", "i-3");
        ec2.requests.clear();
        var unused = directory.lookUp(
                IntStream.range(10, 410).mapToObj(n -> "i-" + n).collect(toSet()), time.nanos());
        executor.stepAll();
        assertThat(ec2.requests).extracting(Set::size).containsExactly(200, 200, 9);
        assertThat(ec2.requests).allSatisfy(ids -> assertThat(ids).contains("i-1", "i-2", "i-3"));
    }

    @Test
    void countsThoseThatGoAlongWhenItChoosesBetweenRequestsByIdAndAScan() {
        shows("i-1", "i-2", "i-3");
        find(197);
        assertThat(ec2.scans).isEmpty();
        find(198);
        assertThat(ec2.scans).hasSize(1);
    }

    @Test
    void asksForOneIdAndForThoseThatGoAlongApartIfTheirAnswerHasSeveralPages() {
        shows("i-1", "i-2", "i-3");
        ec2.instances.add(running("i-new"));
        ec2.mostShown = 3;
        ec2.requests.clear();
        assertThat(ask("i-new")).isEmpty();
        assertThat(ec2.requests)
                .containsExactly(Set.of("i-new", "i-1", "i-2", "i-3"), Set.of("i-new"), Set.of("i-1", "i-2", "i-3"));
        assertThat(directory.remembers("i-new")).isTrue();
    }

    @Test
    void whatIsAskedForAnywayTakesNoRoomBeside() {
        Set<String> ids = IntStream.range(0, 200).mapToObj(n -> "i-" + n).collect(toSet());
        ids.forEach(id -> ec2.instances.add(running(id)));
        for (int round = 0; round < 2; round++) {
            time.advance(SECOND);
            var unused = directory.lookUp(ids, time.nanos());
            executor.stepAll();
        }
        assertThat(ec2.requests).containsExactly(ids, ids);
    }

    /** Else one such answer would wipe out what the next is to be suspect for. */
    @Test
    void remembersWhatLivedThereThoughASuspectAnswerKnewNoneOfIt() {
        shows("i-1", "i-2", "i-3", "i-4", "i-5", "i-6", "i-7", "i-8");
        ask("i-new");
        List<String> along = List.copyOf(askedBeside("i-new"));
        List<String> others = IntStream.rangeClosed(1, 8)
                .mapToObj(i -> "i-" + i)
                .filter(id -> !along.contains(id))
                .toList();
        shows();
        assertThat(ask("i-1", "i-2", "i-3", "i-4", "i-5", "i-6", "i-7", "i-8")).isPresent();
        shows();
        along.stream().skip(1).forEach(id -> ec2.instances.add(running(id)));
        others.forEach(id -> ec2.instances.add(running(id)));
        assertThat(ask("i-new")).isEmpty();

        shows();
        assertThat(ask(others.toArray(String[]::new))).isPresent();
    }

    @Test
    void suspectsTheHalfOfASplitAnswerThatShowsNothing() {
        String[] all = {"i-1", "i-2", "i-3", "i-4", "i-5", "i-6", "i-7", "i-8"};
        shows(all);
        ec2.mostShown = 7;
        int before = ec2.requests.size();
        ec2.during = () -> {
            if (ec2.requests.size() == before + 3) {
                ec2.instances.clear();
            }
        };
        CompletableFuture<Map<String, Sighting>> answer = directory.lookUp(Set.of(all), time.nanos());
        executor.stepAll();

        assertThat(answer.join().values())
                .filteredOn(sighting -> sighting.instance().isEmpty())
                .isNotEmpty()
                .allMatch(sighting -> sighting.evidence().suspicion().isPresent());
        // Of those that go along with both halves, the answer that shows them alive counts.
        assertThat(answer.join().entrySet())
                .filteredOn(each -> ec2.requests.get(before + 1).contains(each.getKey()))
                .isNotEmpty()
                .allMatch(each -> each.getValue().instance().isPresent());
    }

    /** From a second later on, EC2 has these, which it is asked for at once, and no other; another second passes. */
    private void shows(String... ids) {
        time.advance(SECOND);
        ec2.instances.clear();
        for (String id : ids) {
            ec2.instances.add(running(id));
        }
        if (ids.length > 0) {
            ask(ids);
        }
        time.advance(SECOND);
    }

    private void find(int ids) {
        var unused = directory.find(
                IntStream.range(0, ids).mapToObj(n -> "i-unknown-" + n).collect(toSet()), time.nanos());
        executor.stepAll();
    }

    private Optional<Suspicion> ask(String... ids) {
        CompletableFuture<Map<String, Sighting>> answer = directory.lookUp(Set.of(ids), time.nanos());
        executor.stepAll();
        return suspicion(answer);
    }

    private static Optional<Suspicion> suspicion(CompletableFuture<Map<String, Sighting>> answer) {
        List<Optional<Suspicion>> all = answer.join().values().stream()
                .map(sighting -> sighting.evidence().suspicion())
                .distinct()
                .toList();
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private static Optional<Suspicion> suspicionOf(int lived, long since) {
        return Optional.of(new Suspicion(lived, since, HOLD));
    }

    private Set<String> askedBeside(String asked) {
        return ec2.requests.get(ec2.requests.size() - 1).stream()
                .filter(id -> !id.equals(asked))
                .collect(toSet());
    }
}
