package io.github.cloudunmap.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.fleet.TrustSnapshot.Account;
import io.github.cloudunmap.fleet.TrustSnapshot.Life;
import io.github.cloudunmap.fleet.TrustSnapshot.Region;
import io.github.cloudunmap.fleet.TrustSnapshot.RememberedSuspicion;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When a snapshot is worth saving again. */
final class TrustSnapshotTest {
    private static final Identity OWN = new Identity(null, null);
    private static final Account ACCOUNT = new Account(OWN, "ours", null);
    private static final RememberedSuspicion SUSPICION = new RememberedSuspicion("shows none of 3", 7, Set.of("i-1"));
    private static final TrustSnapshot SAVED = new TrustSnapshot(
            List.of(region("us-east-1", null, life("i-1", 1), life("i-2", 2)), region("eu-west-1", null)),
            List.of(ACCOUNT));

    @Test
    void isTheSameWithOtherTimesOfLifeAndInAnotherOrder() {
        assertThat(SAVED.isSameButForTimes(new TrustSnapshot(
                        List.of(region("eu-west-1", null), region("us-east-1", null, life("i-2", 20), life("i-1", 30))),
                        List.of(ACCOUNT))))
                .isTrue();
    }

    @Test
    void isAnotherWithAnotherInstanceSuspicionOrAccount() {
        assertThat(List.of(
                        of(region("us-east-1", null, life("i-1", 1)), region("eu-west-1", null)),
                        of(region("us-east-1", null, life("i-1", 1), life("i-3", 2)), region("eu-west-1", null)),
                        of(region("us-east-1", SUSPICION, life("i-1", 1), life("i-2", 2)), region("eu-west-1", null)),
                        of(region("us-east-1", null, life("i-1", 1), life("i-2", 2)), region("eu-west-2", null)),
                        new TrustSnapshot(SAVED.regions(), List.of()),
                        new TrustSnapshot(SAVED.regions(), List.of(new Account(OWN, "ours", 7L)))))
                .noneMatch(SAVED::isSameButForTimes);
    }

    private static TrustSnapshot of(Region... regions) {
        return new TrustSnapshot(List.of(regions), List.of(ACCOUNT));
    }

    private static Region region(String name, @Nullable RememberedSuspicion suspicion, Life... alive) {
        return new Region(new RoleAndRegion(OWN, name), List.of(alive), suspicion);
    }

    private static Life life(String id, long seenAt) {
        return new Life(id, "ours", seenAt);
    }
}
