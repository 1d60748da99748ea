package io.github.cloudunmap.fleet;

import static io.github.cloudunmap.fleet.HeldReader.running;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.reconcile.Sighting;
import io.github.cloudunmap.reconcile.VirtualTime;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a region says before anything is known to live there: the first round has nobody to go along. */
class FirstAnswersTest {
    private final VirtualTime time = new VirtualTime();
    private final SteppedExecutor executor = new SteppedExecutor();
    private final HeldReader ec2 = new HeldReader();
    private final SuspicionChanges observer = new SuspicionChanges();
    private final SharedInstanceDirectory directory = Directories.alone(
            "us-east-1",
            ec2,
            executor,
            () -> new DirectorySettings(Duration.ZERO, Duration.ofMinutes(15)),
            time,
            observer);
    private final Set<String> ids =
            IntStream.range(0, 400).mapToObj(n -> "i-" + n).collect(toSet());

    /** The trouble begins between the two requests of the round. */
    @Test
    void whatSaysNothingByItselfIsAskedAgainOnceAnythingIsKnownToLive() {
        ids.forEach(id -> ec2.instances.add(running(id)));
        ec2.during = () -> {
            if (ec2.requests.size() == 2) {
                ec2.instances.clear();
            }
        };
        Map<String, Sighting> answers = lookUp();
        Set<String> nowhere = ec2.requests.get(1);
        assertThat(ec2.requests).extracting(Set::size).containsExactly(200, 200, 200, 6);
        assertThat(answers.values())
                .allSatisfy(
                        sighting -> assertThat(sighting.evidence().suspicion().isPresent())
                                .isEqualTo(sighting.instance().isEmpty()));
        assertThat(answers.entrySet())
                .filteredOn(each -> each.getValue().instance().isEmpty())
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrderElementsOf(nowhere);
        assertThat(observer.changes).containsExactly(0, 1);
    }

    @Test
    void whatShowsInstancesIsNotAskedAgain() {
        ids.forEach(id -> ec2.instances.add(running(id)));
        assertThat(lookUp()).hasSize(400);
        assertThat(ec2.requests).extracting(Set::size).containsExactly(200, 200);
    }

    @Test
    void thatItLacksAWholeRequestIsTrustedWhereThoseThatGoAlongAreThere() {
        ec2.during = () -> {
            ec2.instances.clear();
            ec2.requests.get(0).forEach(id -> ec2.instances.add(running(id)));
        };
        Map<String, Sighting> answers = lookUp();
        assertThat(ec2.requests).hasSize(4);
        assertThat(answers.values())
                .allSatisfy(
                        sighting -> assertThat(sighting.evidence().suspicion()).isEmpty());
    }

    private Map<String, Sighting> lookUp() {
        var answer = directory.lookUp(ids, time.nanos());
        executor.stepAll();
        return answer.join();
    }
}
