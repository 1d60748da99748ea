package io.github.cloudunmap.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.events.Event.StateChange;
import io.github.cloudunmap.reconcile.Ec2Id;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How many events are kept, and which. */
final class RecentEventsTest {
    private static final Set<String> REGIONS = Set.of("us-east-1");
    private static final int MOST = 10_000;

    private final RecentEvents recent = new RecentEvents();

    @Test
    void keepsTheLatestTenThousandEnds() {
        for (int i = 0; i <= MOST; i++) {
            recent.add(change(i, "terminated"), i);
        }

        assertThat(recent.endedSince(0, REGIONS)).hasSize(MOST).noneMatch(heard -> heard.heardAt() == 0);
    }

    @Test
    void anInstanceThatIsHeardOfAgainIsTheLatest() {
        for (int i = 0; i < MOST; i++) {
            recent.add(change(i, "pending"), i);
        }
        recent.add(change(0, "running"), MOST);
        recent.add(change(MOST, "pending"), MOST);

        assertThat(recent.begunSince(0, REGIONS))
                .hasSize(MOST)
                .contains(id(0), id(MOST))
                .doesNotContain(id(1));
    }

    private static StateChange change(int number, String state) {
        return new StateChange("us-east-1", id(number), state, Optional.empty());
    }

    private static Ec2Id id(int number) {
        return Ec2Id.parse("i-%08x".formatted(number)).orElseThrow();
    }
}
