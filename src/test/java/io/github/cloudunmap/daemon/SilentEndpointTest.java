package io.github.cloudunmap.daemon;

import static io.github.cloudunmap.daemon.SteppedTasks.SLOW;
import static io.github.cloudunmap.daemon.SteppedTasks.WELL;
import static io.github.cloudunmap.daemon.SteppedTasks.cloudMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.daemon.Endpoint.Api;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The tasks of a silent endpoint: they hold a quarter of the workers, and other tasks go on. */
final class SilentEndpointTest {
    private final SteppedTasks tasks = new SteppedTasks();
    private final FairWorkers workers = tasks.workers;

    @Test
    void aSilentPlaceHoldsAQuarterOfTheWorkers() {
        workers.silent(SLOW);
        tasks.hand(List.of("a", "b", "c"), SLOW);
        tasks.hand("d", WELL);
        assertThat(tasks.begun).hasSize(3);
        tasks.endAll();
        assertThat(tasks.ended).containsExactly("a", "b", "d", "c");
    }

    @Test
    void aCloudMapThatHasAnsweredNothingYetHoldsAQuarter() {
        Endpoint fresh = cloudMap("ap-south-1");
        tasks.hand(List.of("a", "b", "c", "d"), fresh);
        assertThat(tasks.begun).hasSize(2);
        workers.answered(fresh);
        assertThat(tasks.begun).hasSize(4);
    }

    @Test
    void anEc2ThatNobodyHasAskedHoldsNobodyBack() {
        tasks.hand(List.of("a", "b", "c", "d"), new Endpoint(Api.EC2, "ap-south-1", null, null));
        assertThat(tasks.begun).hasSize(4);
    }

    @Test
    void whatWaitsBeginsWhenThePlaceAnswers() {
        workers.silent(SLOW);
        tasks.hand(List.of("a", "b", "c", "d"), SLOW);
        assertThat(tasks.begun).hasSize(2);
        workers.answered(SLOW);
        assertThat(tasks.begun).hasSize(4);
    }

    @Test
    void whoAlsoReadsAPlaceThatAnswersWaitsForTheOneThatDoesNot() {
        workers.silent(SLOW);
        tasks.hand(List.of("a", "b"), SLOW);
        workers.runAt(tasks.time.nanos(), Set.of(SLOW, WELL), SteppedTasks::noLimit, () -> tasks.ended.add("c"));
        assertThat(tasks.begun).hasSize(2);
    }

    @Test
    void furtherThreadsMakeUpForWorkersThatWereCaughtUntilTheyEnd() {
        IntStream.range(0, 8).forEach(i -> tasks.hand("slow", SLOW));
        IntStream.range(0, 30).forEach(i -> tasks.hand("well", WELL));
        assertThat(tasks.begun).hasSize(8);

        workers.silent(SLOW);
        assertThat(tasks.begun).hasSize(8 + 6);

        tasks.endOne();
        assertThat(tasks.begun).hasSize(7 + 6);
        tasks.endAll();
        assertThat(tasks.ended).hasSize(38);
    }

    @Test
    void allPlacesInSilenceDoNotTakeMoreThanFourTimesTheThreads() {
        for (int i = 0; i < 60; i++) {
            Endpoint endpoint = cloudMap("region-" + i);
            tasks.hand("a", endpoint);
            workers.silent(endpoint);
        }
        assertThat(tasks.begun).hasSize(32);
    }

    @Test
    void theOnlyWorkerIsMadeUpFor() {
        workers.resize(1);
        workers.silent(SLOW);
        tasks.hand(List.of("a", "b"), SLOW);
        tasks.hand("c", WELL);
        assertThat(tasks.begun).hasSize(2);
        tasks.endAll();
        assertThat(tasks.ended).containsExactly("a", "c", "b");
    }
}
