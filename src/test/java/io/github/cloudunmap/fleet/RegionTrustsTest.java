package io.github.cloudunmap.fleet;

import static io.github.cloudunmap.fleet.HeldReader.instance;
import static io.github.cloudunmap.fleet.HeldReader.running;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.reconcile.Ec2Instance.State;
import io.github.cloudunmap.reconcile.VirtualTime;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the regions of a process know of each other, and for how long a region is known that nothing reads. */
final class RegionTrustsTest {
    private static final DirectorySettings SETTINGS =
            new DirectorySettings(Duration.ofSeconds(60), Duration.ofMinutes(15));
    private static final Identity OWN = new Identity(null, null);
    private static final Identity ROLE = new Identity("arn:aws:iam::123456789012:role/unmap", null);
    private static final RoleAndRegion HOME = new RoleAndRegion(OWN, "us-east-1");
    private static final RoleAndRegion AWAY = new RoleAndRegion(OWN, "eu-west-1");

    private final VirtualTime time = new VirtualTime();
    private final HeldReader ec2 = new HeldReader();
    private RegionTrusts trusts = new RegionTrusts(SETTINGS::suspectHold, time, FleetObserver.NONE);

    @BeforeEach
    void timeBeganLongAgo() {
        time.advance(Duration.ofDays(100));
    }

    @Test
    void aDirectoryIsOfItsRegion() {
        assertThat(open(HOME).region()).isEqualTo("us-east-1");
    }

    @Test
    void keepsARegionForADayAfterItsLastService() {
        knowsOne();
        trusts.close(HOME);

        time.advance(Duration.ofDays(1).minusNanos(1));

        assertThat(open(HOME).remembers("i-1")).isTrue();
    }

    @Test
    void forgetsARegionThatNoServiceHasReadForADay() {
        knowsOne();
        trusts.close(HOME);
        time.advance(Duration.ofHours(12));
        open(AWAY);

        time.advance(Duration.ofHours(12));

        assertThat(open(HOME).remembers("i-1")).isFalse();
    }

    @Test
    void keepsARegionThatAServiceReadsAgain() {
        knowsOne();
        trusts.close(HOME);
        open(HOME);

        time.advance(Duration.ofDays(2));

        assertThat(open(HOME).remembers("i-1")).isTrue();
    }

    @Test
    void savesNothingOfARegionThatHasShownNothing() {
        ask(open(HOME), "i-1");
        open(AWAY);

        assertThat(trusts.snapshot()).isEqualTo(TrustSnapshot.NONE);
    }

    @Test
    void anInstanceThatAnotherRegionHasShownAliveLivesThere() {
        knowsOne();
        SharedInstanceDirectory away = open(AWAY);

        assertThat(away.aliveElsewhere("i-1", Set.of("eu-west-1"))).contains("us-east-1");
        assertThat(away.aliveElsewhere("i-2", Set.of("eu-west-1"))).isEmpty();
    }

    @Test
    void aRegionThatTheServiceReadsItselfIsNotElsewhereUnlessAnotherRoleHasShownIt() {
        SharedInstanceDirectory home = knowsOne();

        assertThat(home.aliveElsewhere("i-1", Set.of("us-east-1", "eu-west-1"))).isEmpty();
        assertThat(open(new RoleAndRegion(ROLE, "us-east-1")).aliveElsewhere("i-1", Set.of("us-east-1")))
                .contains("us-east-1");
    }

    @Test
    void anAnswerThatLacksAnInstanceDoesNotShowItsEndToOtherRegionsForADay() {
        SharedInstanceDirectory home = knowsOne();
        ec2.instances.clear();
        time.advance(Duration.ofSeconds(1));
        ask(home, "i-1");
        SharedInstanceDirectory away = open(AWAY);

        assertThat(home.remembers("i-1")).isFalse();
        assertThat(away.aliveElsewhere("i-1", Set.of("eu-west-1"))).contains("us-east-1");
        time.advance(Duration.ofDays(1).minusSeconds(1).minusNanos(1));
        assertThat(away.aliveElsewhere("i-1", Set.of("eu-west-1"))).contains("us-east-1");
        time.advance(Duration.ofNanos(1));
        assertThat(away.aliveElsewhere("i-1", Set.of("eu-west-1"))).isEmpty();
    }

    @Test
    void anAnswerThatLacksARememberedInstanceDoesNotShowItsEndToOtherRegions() {
        knowsOne();
        restart();
        ec2.instances.clear();
        SharedInstanceDirectory home = open(HOME);
        ask(home, "i-1");

        assertThat(home.remembers("i-1")).isFalse();
        assertThat(open(AWAY).aliveElsewhere("i-1", Set.of("eu-west-1"))).contains("us-east-1");
    }

    @Test
    void anAnswerThatShowsTheEndOfAnInstanceShowsItToOtherRegions() {
        SharedInstanceDirectory home = knowsOne();
        ec2.instances.set(0, instance("i-1", State.TERMINATED));
        time.advance(Duration.ofSeconds(1));
        ask(home, "i-1");

        assertThat(open(AWAY).aliveElsewhere("i-1", Set.of("eu-west-1"))).isEmpty();
    }

    private SharedInstanceDirectory knowsOne() {
        SharedInstanceDirectory home = open(HOME);
        ec2.instances.add(running("i-1"));
        ask(home, "i-1");
        return home;
    }

    private void restart() {
        time.advance(Duration.ofSeconds(1));
        TrustSnapshot saved = trusts.snapshot();
        trusts = new RegionTrusts(SETTINGS::suspectHold, time, FleetObserver.NONE);
        trusts.remember(saved);
    }

    private SharedInstanceDirectory open(RoleAndRegion place) {
        return trusts.directory(place, ec2, Runnable::run, () -> SETTINGS);
    }

    private void ask(SharedInstanceDirectory directory, String id) {
        assertThat(directory.lookUp(Set.of(id), time.nanos())).isCompleted();
    }
}
