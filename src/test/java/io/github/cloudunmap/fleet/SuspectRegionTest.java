package io.github.cloudunmap.fleet;

import static io.github.cloudunmap.fleet.ChangingRegion.suspicionOf;
import static io.github.cloudunmap.fleet.HeldReader.instance;
import static io.github.cloudunmap.fleet.HeldReader.running;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.reconcile.Ec2Instance.State;
import io.github.cloudunmap.reconcile.Sighting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A region that suddenly shows less than before: which answers make it suspect. */
class SuspectRegionTest {
    private final ChangingRegion region = new ChangingRegion();

    @Test
    void suspectsAnAnswerThatKnowsNoneOfThreeThatLived() {
        region.shows("i-1", "i-2", "i-3");
        region.shows();
        assertThat(region.ask("i-1", "i-2", "i-3")).isEqualTo(suspicionOf(3, region.time.nanos()));
        assertThat(region.observer.changes).containsExactly(0, 1);
        assertThat(region.ec2.requests).hasSize(2);
    }

    @Test
    void trustsAnAnswerThatLacksTwoThatLived() {
        region.shows("i-1", "i-2");
        region.shows();
        assertThat(region.ask("i-1", "i-2", "i-new")).isEmpty();
        assertThat(region.observer.changes).containsExactly(0);
    }

    @Test
    void trustsARegionThatShowsHalfOfThemAlive() {
        region.shows("i-1", "i-2", "i-3", "i-4");
        region.shows("i-2", "i-3");
        assertThat(region.ask("i-1", "i-2", "i-3", "i-4")).isEmpty();
    }

    @Test
    void suspectsARegionThatShowsLessThanHalfOfThem() {
        region.shows("i-1", "i-2", "i-3", "i-4", "i-5");
        region.ec2.instances.removeIf(each -> !List.of("i-2", "i-4").contains(each.id()));
        assertThat(region.ask("i-1", "i-2", "i-3", "i-4", "i-5"))
                .hasValueSatisfying(found ->
                        assertThat(found.shows()).isEqualTo("suddenly shows only 2 of 5 instances that lived there"));
    }

    @Test
    void trustsARegionThatShowsHalfOfThemAsTerminated() {
        region.shows("i-1", "i-2", "i-3");
        region.ec2.instances.clear();
        region.ec2.instances.add(instance("i-1", State.TERMINATED));
        region.ec2.instances.add(instance("i-2", State.TERMINATED));
        assertThat(region.ask("i-2", "i-3")).isEmpty();
    }

    @Test
    void suspectsARegionThatShowsNothingButWhatWasDeadBefore() {
        region.ec2.instances.add(instance("i-dead", State.TERMINATED));
        region.ask("i-dead");
        region.shows("i-1", "i-2", "i-3");
        region.ec2.instances.clear();
        region.ec2.instances.add(instance("i-dead", State.TERMINATED));
        assertThat(region.ask("i-dead")).isPresent();
    }

    @Test
    void trustsARegionThatNeverShowedAnything() {
        assertThat(region.ask("i-1", "i-2", "i-3")).isEmpty();
        assertThat(region.ask("i-1", "i-2", "i-3")).isEmpty();
    }

    @Test
    void withAHoldOfZeroNothingIsSuspectOrAskedAlong() {
        region.trust = new DirectorySettings(Duration.ZERO, Duration.ZERO);
        region.shows("i-1", "i-2", "i-3");
        region.ask("i-5");
        assertThat(region.ec2.requests).last().isEqualTo(Set.of("i-5"));
        region.shows();
        assertThat(region.ask("i-1", "i-2", "i-3", "i-4")).isEmpty();
    }

    /** Else one such answer would wipe out what the next is to be suspect for. */
    @Test
    void remembersWhatLivedThereThoughASuspectAnswerKnewNoneOfIt() {
        region.shows("i-1", "i-2", "i-3", "i-4", "i-5", "i-6", "i-7", "i-8");
        region.ask("i-new");
        List<String> along = List.copyOf(region.askedBeside("i-new"));
        List<String> others = IntStream.rangeClosed(1, 8)
                .mapToObj(i -> "i-" + i)
                .filter(id -> !along.contains(id))
                .toList();
        region.shows();
        assertThat(region.ask("i-1", "i-2", "i-3", "i-4", "i-5", "i-6", "i-7", "i-8"))
                .isPresent();
        region.shows();
        along.stream().skip(1).forEach(id -> region.ec2.instances.add(running(id)));
        others.forEach(id -> region.ec2.instances.add(running(id)));
        assertThat(region.ask("i-new")).isEmpty();

        region.shows();
        assertThat(region.ask(others.toArray(String[]::new))).isPresent();
    }

    @Test
    void suspectsTheHalfOfASplitAnswerThatShowsNothing() {
        String[] all = {"i-1", "i-2", "i-3", "i-4", "i-5", "i-6", "i-7", "i-8"};
        region.shows(all);
        region.ec2.mostShown = 7;
        int before = region.ec2.requests.size();
        region.ec2.during = () -> {
            if (region.ec2.requests.size() == before + 3) {
                region.ec2.instances.clear();
            }
        };
        CompletableFuture<Map<String, Sighting>> answer = region.directory.lookUp(Set.of(all), region.time.nanos());
        region.executor.stepAll();

        assertThat(answer.join().values())
                .filteredOn(sighting -> sighting.instance().isEmpty())
                .isNotEmpty()
                .allMatch(sighting -> sighting.evidence().suspicion().isPresent());
        // Of those that go along with both halves, the answer that shows them alive counts.
        assertThat(answer.join().entrySet())
                .filteredOn(each -> region.ec2.requests.get(before + 1).contains(each.getKey()))
                .isNotEmpty()
                .allMatch(each -> each.getValue().instance().isPresent());
    }
}
