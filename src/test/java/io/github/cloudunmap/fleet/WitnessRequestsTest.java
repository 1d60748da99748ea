package io.github.cloudunmap.fleet;

import static io.github.cloudunmap.fleet.ChangingRegion.HOLD;
import static io.github.cloudunmap.fleet.ChangingRegion.SECOND;
import static io.github.cloudunmap.fleet.ChangingRegion.suspicionOf;
import static io.github.cloudunmap.fleet.HeldReader.instance;
import static io.github.cloudunmap.fleet.HeldReader.running;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.reconcile.Ec2Instance.State;
import java.time.Duration;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The witnesses in requests by id: which instances they are, and how much room they take. */
final class WitnessRequestsTest {
    private final ChangingRegion region = new ChangingRegion();

    @Test
    void suspectsTheAnswerForAnyIdByThoseThatLivedAndGoAlong() {
        region.shows("i-1", "i-2", "i-3", "i-4");
        region.shows();
        assertThat(region.ask("i-new")).isEqualTo(suspicionOf(3, region.time.nanos()));
        assertThat(region.ec2.requests)
                .last()
                .satisfies(ids -> assertThat(ids).hasSize(4).contains("i-new"));
    }

    @Test
    void suspectsAnAnswerByThoseThatGoAlongHoweverLongNobodyHasAskedForThem() {
        region.shows("i-1", "i-2", "i-3");
        region.shows();
        region.time.advance(Duration.ofDays(2));
        assertThat(region.ask("i-new")).isPresent();
    }

    @Test
    void asksAlongForNoInstanceThatAHoldHasEndedWithout() {
        String[] all = {"i-1", "i-2", "i-3", "i-4", "i-5", "i-6", "i-7", "i-8"};
        region.shows(all);
        region.shows();
        region.ask(all);
        region.time.advance(HOLD);
        region.ask("i-new");
        region.ask("i-newer");
        assertThat(region.ec2.requests).last().isEqualTo(Set.of("i-newer"));
    }

    @Test
    void whatHasEndedIsReplacedByOthersThatLive() {
        region.shows("i-1", "i-2", "i-3", "i-4", "i-5", "i-6");
        region.ask("i-new");
        Set<String> ended = region.askedBeside("i-new");
        region.ec2.instances.replaceAll(i -> ended.contains(i.id()) ? instance(i.id(), State.TERMINATED) : i);
        region.ask("i-new");
        region.ask("i-new");
        assertThat(region.askedBeside("i-new")).hasSize(3).doesNotContainAnyElementsOf(ended);
    }

    @Test
    void leavesRoomForThoseThatGoAlong() {
        region.shows("i-1", "i-2", "i-3");
        region.ec2.requests.clear();
        var unused = region.directory.lookUp(
                IntStream.range(10, 410).mapToObj(n -> "i-" + n).collect(toSet()), region.time.nanos());
        region.executor.stepAll();
        assertThat(region.ec2.requests).extracting(Set::size).containsExactly(200, 200, 9);
        assertThat(region.ec2.requests).allSatisfy(ids -> assertThat(ids).contains("i-1", "i-2", "i-3"));
    }

    @Test
    void countsThoseThatGoAlongWhenItChoosesBetweenRequestsByIdAndAScan() {
        region.shows("i-1", "i-2", "i-3");
        region.find(197);
        assertThat(region.ec2.scans).isEmpty();
        region.find(198);
        assertThat(region.ec2.scans).hasSize(1);
    }

    @Test
    void asksForOneIdAndForThoseThatGoAlongApartIfTheirAnswerHasSeveralPages() {
        region.shows("i-1", "i-2", "i-3");
        region.ec2.instances.add(running("i-new"));
        region.ec2.mostShown = 3;
        region.ec2.requests.clear();
        assertThat(region.ask("i-new")).isEmpty();
        assertThat(region.ec2.requests)
                .containsExactly(Set.of("i-new", "i-1", "i-2", "i-3"), Set.of("i-new"), Set.of("i-1", "i-2", "i-3"));
        assertThat(region.directory.remembers("i-new")).isTrue();
    }

    @Test
    void whatIsAskedForAnywayTakesNoRoomBeside() {
        Set<String> ids = IntStream.range(0, 200).mapToObj(n -> "i-" + n).collect(toSet());
        ids.forEach(id -> region.ec2.instances.add(running(id)));
        for (int round = 0; round < 2; round++) {
            region.time.advance(SECOND);
            var unused = region.directory.lookUp(ids, region.time.nanos());
            region.executor.stepAll();
        }
        assertThat(region.ec2.requests).containsExactly(ids, ids);
    }
}
