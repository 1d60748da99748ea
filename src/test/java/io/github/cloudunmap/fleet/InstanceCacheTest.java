package io.github.cloudunmap.fleet;

import static io.github.cloudunmap.fleet.HeldReader.instance;
import static io.github.cloudunmap.fleet.HeldReader.running;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.Ec2Instance;
import io.github.cloudunmap.reconcile.Ec2Instance.State;
import io.github.cloudunmap.reconcile.Sighting;
import io.github.cloudunmap.reconcile.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a directory keeps of the answers: what is live, for as long as its age allows, and the accounts. */
class InstanceCacheTest {
    private static final String REGION = "us-east-1";
    private static final Duration TTL = Duration.ofSeconds(60);
    private static final Duration HOLD = Duration.ofMinutes(15);

    private final ApiFailure throttled = new ApiFailure("RequestLimitExceeded", "slow down");
    private final VirtualTime time = new VirtualTime();
    private final SteppedExecutor executor = new SteppedExecutor();
    private final HeldReader ec2 = new HeldReader();
    private final SharedInstanceDirectory directory =
            Directories.alone(REGION, ec2, executor, () -> new DirectorySettings(TTL, HOLD), time, FleetObserver.NONE);

    @Test
    void aYesIsCachedUntilItsTimeToLive() {
        ec2.instances.add(running("i-1"));
        Sighting sighting = lookUpAndStep("i-1").get("i-1");
        time.advance(TTL.minusNanos(1));
        assertThat(directory.cached(Set.of("i-1"))).containsEntry("i-1", sighting);
        time.advance(Duration.ofNanos(1));
        assertThat(directory.cached(Set.of("i-1"))).isEmpty();
    }

    @Test
    void aFindTakesACachedYesThatIsOlderThanItsPass() {
        ec2.instances.add(running("i-1"));
        lookUpAndStep("i-1");
        time.advance(TTL.minusNanos(1));
        assertThat(directory.find(Set.of("i-1"), time.nanos())).isCompleted();
        time.advance(Duration.ofNanos(1));
        assertThat(directory.find(Set.of("i-1"), time.nanos())).isNotDone();
    }

    @Test
    void theAgeOfACachedYesCountsFromItsRequest() {
        ec2.instances.add(running("i-1"));
        ec2.during = () -> time.advance(TTL);
        lookUpAndStep("i-1");
        assertThat(directory.cached(Set.of("i-1"))).isEmpty();
    }

    @Test
    void aDoubtedYesIsNoAnswerUntilEc2IsAskedAgain() {
        ec2.instances.add(running("i-1"));
        lookUpAndStep("i-1");
        time.advance(Duration.ofSeconds(1));

        directory.invalidate("i-1");

        assertThat(directory.cached(Set.of("i-1"))).isEmpty();
        assertThat(directory.find(Set.of("i-1"), time.nanos())).isNotDone();
        assertThat(directory.remembers("i-1")).isTrue();
        executor.stepAll();
        assertThat(directory.cached(Set.of("i-1"))).containsKey("i-1");
    }

    @Test
    void anAnswerThatWasUnderWayDoesNotEndTheDoubt() {
        ec2.instances.add(running("i-1"));
        lookUpAndStep("i-1");
        time.advance(Duration.ofSeconds(1));
        ec2.during = () -> {
            time.advance(Duration.ofSeconds(1));
            directory.invalidate("i-1");
        };
        lookUpAndStep("i-1");
        assertThat(directory.cached(Set.of("i-1"))).isEmpty();
    }

    @Test
    void withATimeToLiveOfZeroNothingIsCached() {
        ec2.instances.add(running("i-1"));
        SharedInstanceDirectory uncached = Directories.alone(
                REGION, ec2, executor, () -> new DirectorySettings(Duration.ZERO, HOLD), time, FleetObserver.NONE);
        var answer = uncached.lookUp(Set.of("i-1"), 0);
        executor.stepAll();
        assertThat(answer).isCompleted();
        assertThat(uncached.cached(Set.of("i-1"))).isEmpty();
        assertThat(uncached.remembers("i-1")).isTrue();
        time.advance(Duration.ofSeconds(1));
        // An answer of the same pass serves whatever its age.
        assertThat(uncached.find(Set.of("i-1"), 0)).isCompleted();
        assertThat(uncached.find(Set.of("i-1"), 1)).isNotDone();
    }

    @Test
    void aNoIsNeverCached() {
        lookUpAndStep("i-1");
        assertThat(directory.cached(Set.of("i-1"))).isEmpty();
        assertThat(directory.lookUp(Set.of("i-1"), 0)).isNotDone();
    }

    @Test
    void anEndIsNeverCached() {
        ec2.instances.add(instance("i-1", State.TERMINATED));
        lookUpAndStep("i-1");
        assertThat(directory.cached(Set.of("i-1"))).isEmpty();
        assertThat(directory.remembers("i-1")).isFalse();
    }

    @Test
    void aNoEndsWhatWasCachedBefore() {
        ec2.instances.add(running("i-1"));
        lookUpAndStep("i-1");
        ec2.instances.clear();
        time.advance(Duration.ofSeconds(1));
        lookUpAndStep("i-1");
        assertThat(directory.cached(Set.of("i-1"))).isEmpty();
        assertThat(directory.remembers("i-1")).isFalse();
    }

    @Test
    void remembersWhatItHasShownLiveBeyondTheTimeToLive() {
        ec2.instances.add(running("i-1"));
        lookUpAndStep("i-1");
        time.advance(Duration.ofHours(23));
        lookUpAndStep("i-2");
        assertThat(directory.remembers("i-1")).isTrue();
    }

    /** All but the three that go along with every request. */
    @Test
    void forgetsWhatNobodyHasAskedForInADay() {
        ec2.instances.addAll(List.of(running("i-1"), running("i-2"), running("i-3"), running("i-4")));
        List<String> four = List.of("i-1", "i-2", "i-3", "i-4");
        four.forEach(this::lookUpAndStep);
        time.advance(Duration.ofDays(1));
        lookUpAndStep("i-5");
        assertThat(four.stream().filter(directory::remembers)).hasSize(3);
    }

    @Test
    void aFailureDoesNotEndWhatIsCached() {
        ec2.instances.add(running("i-1"));
        lookUpAndStep("i-1");
        ec2.failure = throttled;
        var again = directory.lookUp(Set.of("i-1"), 1);
        executor.stepAll();
        assertThat(again).isCompletedExceptionally();
        assertThat(directory.cached(Set.of("i-1"))).isNotEmpty();
    }

    /** It is asked for by both requests of a round, of which the second ends first. */
    @Test
    void anOlderAnswerThatComesLaterChangesNothing() {
        ec2.instances.add(running("i-1"));
        lookUpAndStep("i-1");
        ec2.during = () -> {
            ec2.during = () -> {};
            time.advance(Duration.ofSeconds(1));
            executor.step();
            ec2.instances.clear();
        };
        var many = directory.lookUp(
                IntStream.range(10, 310).mapToObj(n -> "i-" + n).collect(Collectors.toSet()), time.nanos());
        executor.stepAll();
        assertThat(many).isCompleted();
        assertThat(directory.remembers("i-1")).isTrue();
    }

    @Test
    void keepsWhatHasNotChangedAndReplacesWhatHas() {
        ec2.instances.add(running("i-1"));
        Ec2Instance first = shown("i-1");
        ec2.instances.set(0, running("i-1"));
        Ec2Instance second = shown("i-1");
        assertThat(second).isSameAs(first);
        Ec2Instance moved = new Ec2Instance("i-1", State.RUNNING, List.of("10.0.0.2"), List.of(), "111111111111");
        ec2.instances.set(0, moved);
        assertThat(shown("i-1")).isEqualTo(moved);
        ec2.instances.set(0, instance("i-1", State.STOPPED));
        assertThat(shown("i-1").state()).isEqualTo(State.STOPPED);
    }

    private Ec2Instance shown(String id) {
        time.advance(Duration.ofSeconds(1));
        return requireNonNull(lookUpAndStep(id).get(id)).instance().orElseThrow();
    }

    @Test
    void learnsTheAccountsOfTheInstancesItIsShown() {
        assertThat(directory.accounts()).isEmpty();
        ec2.instances.add(running("i-1"));
        lookUpAndStep("i-1");
        assertThat(directory.accounts()).containsExactly("111111111111");
    }

    private Map<String, Sighting> lookUpAndStep(String id) {
        var answer = directory.lookUp(Set.of(id), time.nanos());
        executor.stepAll();
        return answer.join();
    }
}
