package io.github.cloudunmap.daemon;

import static io.github.cloudunmap.daemon.LocalAws.EU;
import static io.github.cloudunmap.daemon.LocalAws.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.events.Event.StateChange;
import io.github.cloudunmap.events.RecentEvents;
import io.github.cloudunmap.reconcile.CarriedState;
import io.github.cloudunmap.reconcile.Ec2Id;
import io.github.cloudunmap.reconcile.Plan;
import io.github.cloudunmap.reconcile.Plan.StaleSince;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.RegisteredInstance;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a service with a frequency of one minute is due next. */
final class ServiceLoopTest {
    private static final long SECOND = 1_000_000_000;
    /** The monotonic clock's own origin is arbitrary, and can be negative. */
    private static final long ORIGIN = -1_000_003 * SECOND;

    private static final BoundService.Source SOURCE =
            BoundService.Source.of(ServiceConfig.of("srv-web", US, List.of(US)));
    private static final String ID = "i-0123456789abcdef0";

    private final LocalAws local = new LocalAws();
    private final ServiceLoop loop =
            new ServiceLoop(bind(Duration.ofMinutes(1)), ORIGIN, Carried.nothing(SOURCE), new RecentEvents());

    private BoundService bind(Duration frequency) {
        return local.bind(ServiceConfig.of("srv-web", US, List.of(US)).withFrequency(frequency));
    }

    /**
     * Seconds from the origin to when the next pass is due, after one that began and ended so many seconds after it.
     */
    private double dueAfterPass(double startedAt, double endedAt) {
        loop.begin(at(startedAt));
        loop.end(Optional.empty());
        return dueAt(endedAt);
    }

    private double dueAt(double now) {
        return (double) (loop.nextDue(at(now)) - ORIGIN) / SECOND;
    }

    private static long at(double seconds) {
        return ORIGIN + (long) (seconds * SECOND);
    }

    @AfterEach
    void close() {
        loop.close();
        local.close();
    }

    @Test
    void isDueAFrequencyAfterTheOriginWhenItPassedThere() {
        assertThat(dueAfterPass(0, 7)).isEqualTo(60);
    }

    @Test
    void isDueWithTheOthersHoweverLateItsLastPassCameToAWorker() {
        assertThat(dueAfterPass(60, 61)).isEqualTo(120);
        assertThat(dueAfterPass(60.1, 61)).isEqualTo(120);
        assertThat(dueAfterPass(89, 91)).isEqualTo(120);
    }

    @Test
    void leavesARoundOutThatComesSoonerThanHalfAFrequencyAfterItsLastPass() {
        assertThat(dueAfterPass(90, 91)).isEqualTo(120);
        assertThat(dueAfterPass(90.001, 91)).isEqualTo(180);
    }

    @Test
    void isDueAtOnceAfterAPassThatOutlastedItsFrequency() {
        assertThat(dueAfterPass(60, 121)).isEqualTo(121);
    }

    @Test
    void fallsBackOntoTheGridAfterAPassThatOutlastedItsFrequency() {
        assertThat(dueAfterPass(121, 122)).isEqualTo(180);
    }

    @Test
    void joinsTheOthersAfterItsFirstPassWhenAReloadAddsIt() {
        assertThat(dueAfterPass(1007, 1008)).isEqualTo(1080);
    }

    @Test
    void isDueOnTheGridOfItsNewFrequencyWhenThatChanges() {
        assertThat(dueAfterPass(60, 61)).isEqualTo(120);
        loop.replace(bind(Duration.ofSeconds(25)));
        assertThat(dueAt(62)).isEqualTo(75);
    }

    @Test
    void isDueAtOnceWhenItHasNotPassedYet() {
        assertThat(dueAt(17)).isEqualTo(17);
    }

    @Test
    void isDueEarlyWhenWhatWaitsCanBeRemoved() {
        assertThat(dueAfterPassThatLeavesWaiting(60, 61, 90)).isEqualTo(90);
    }

    @Test
    void isDueOnTheGridWhereThatComesFirst() {
        assertThat(dueAfterPassThatLeavesWaiting(60, 61, 150)).isEqualTo(120);
    }

    @Test
    void isDueAtOnceWhereTheWaitEndedDuringThePass() {
        assertThat(dueAfterPassThatLeavesWaiting(60, 95, 90)).isEqualTo(95);
    }

    @Test
    void stillWaitsAfterAPassThatFailedBeforeItsPlan() {
        dueAfterPassThatLeavesWaiting(60, 61, 150);
        assertThat(dueAfterPass(120, 121)).isEqualTo(150);
    }

    @Test
    void doesNotRepeatAFailedEarlyPassAtOnce() {
        dueAfterPassThatLeavesWaiting(60, 61, 90);
        assertThat(dueAfterPass(90, 91)).isEqualTo(120);
    }

    @Test
    void startsAnewWhatIsStaleWhenItReadsOtherRegions() {
        dueAfterPassThatLeavesWaiting(60, 61, 90);
        assertThat(loop.carriedState().staleSince()).isNotEqualTo(StaleSince.NONE);
        loop.replace(local.bind(ServiceConfig.of("srv-web", US, List.of(US, EU)).withFrequency(Duration.ofMinutes(1))));
        assertThat(loop.carriedState().staleSince()).isEqualTo(StaleSince.NONE);
        assertThat(dueAt(61)).isEqualTo(120);
    }

    @Test
    void startsAnewWhatIsStaleWhenThePassInFlightStillReadTheOldRegions() {
        loop.begin(at(60));
        loop.replace(local.bind(ServiceConfig.of("srv-web", US, List.of(US, EU)).withFrequency(Duration.ofMinutes(1))));
        loop.end(Optional.of(leavingWaiting(90)));
        assertThat(loop.carriedState().staleSince()).isEqualTo(StaleSince.NONE);
    }

    @Test
    void handsOnNoStreaksOfTheOldRegionsWithTheNewOnes() {
        dueAfterPassThatLeavesWaiting(60, 61, 90);
        loop.begin(at(120));
        loop.replace(local.bind(ServiceConfig.of("srv-web", US, List.of(US, EU)).withFrequency(Duration.ofMinutes(1))));

        assertThat(loop.carried().source().regions()).contains(EU);
        assertThat(loop.carried().state().staleSince()).isEqualTo(StaleSince.NONE);
    }

    @Test
    void startsAnewWhatIsStaleWhenAReloadTookItOutDuringAPassAndPutItBack() {
        loop.begin(at(60));
        loop.retire(false);
        loop.retire(true);
        loop.replace(bind(Duration.ofMinutes(1)));
        loop.end(Optional.of(leavingWaiting(90)));
        assertThat(loop.carriedState().staleSince()).isEqualTo(StaleSince.NONE);
        assertThat(loop.isRetired()).isFalse();
    }

    @Test
    void goesOnWithWhatIsStaleWhenASelectionLostItDuringAPassAndFoundItAgain() {
        loop.begin(at(60));
        loop.retire(true);
        loop.retire(true);
        loop.replace(bind(Duration.ofMinutes(1)));
        loop.end(Optional.of(leavingWaiting(90)));
        assertThat(loop.carriedState().staleSince()).isNotEqualTo(StaleSince.NONE);
    }

    @Test
    void countsOnlyEventsSinceItLeftWhenItComesBack() {
        RecentEvents recent = new RecentEvents();
        recent.add(running(), at(50));
        ServiceLoop first = new ServiceLoop(bind(Duration.ofMinutes(1)), ORIGIN, Carried.nothing(SOURCE), recent);
        first.begin(at(60));
        first.end(Optional.of(leavingWaiting(90)));
        first.retire(true);
        Carried left = first.carried().left(at(70));

        assertThat(stateAfterReturn(left, recent)).isNotEqualTo(StaleSince.NONE);
        recent.add(running(), at(80));
        assertThat(stateAfterReturn(left, recent)).isEqualTo(StaleSince.NONE);
    }

    @Test
    void countsEventsThatCameAfterItsLastPassWhenItLeaves() {
        RecentEvents recent = new RecentEvents();
        ServiceLoop first = new ServiceLoop(bind(Duration.ofMinutes(1)), ORIGIN, Carried.nothing(SOURCE), recent);
        first.begin(at(60));
        first.end(Optional.of(leavingWaiting(90)));
        recent.add(running(), at(65));
        first.retire(true);

        assertThat(first.carried().state().staleSince()).isEqualTo(StaleSince.NONE);
    }

    @Test
    void countsEventsDuringThePassInWhichASelectionLosesIt() {
        RecentEvents recent = new RecentEvents();
        ServiceLoop first = new ServiceLoop(bind(Duration.ofMinutes(1)), ORIGIN, Carried.nothing(SOURCE), recent);
        first.begin(at(60));
        recent.add(running(), at(65));
        first.retire(true);
        first.end(Optional.of(leavingWaiting(90)));

        assertThat(stateAfterReturn(first.carried().left(at(70)), recent)).isEqualTo(StaleSince.NONE);
    }

    private StaleSince stateAfterReturn(Carried left, RecentEvents recent) {
        ServiceLoop again = new ServiceLoop(bind(Duration.ofMinutes(1)), ORIGIN, left, recent);
        again.begin(at(100));
        return again.carriedState().staleSince();
    }

    private static StateChange running() {
        return new StateChange(US, Ec2Id.parse(ID).orElseThrow(), "running", Optional.empty());
    }

    private double dueAfterPassThatLeavesWaiting(double startedAt, double endedAt, double until) {
        loop.begin(at(startedAt));
        loop.end(Optional.of(leavingWaiting(until)));
        return dueAt(endedAt);
    }

    private static ReconcileReport leavingWaiting(double until) {
        RegisteredInstance instance = new RegisteredInstance(ID, Map.of("AWS_INSTANCE_IPV4", "10.0.0.1"), null);
        StaleSince staleSince = new StaleSince(Map.of(
                new StaleSince.Registration(instance.id(), instance.attributes()),
                new StaleSince.Streak(at(60), at(60), 0, Set.of())));
        Plan plan = new Plan(
                List.of(), List.of(new Plan.Waiting(instance, at(until), true, 0)), new Plan.NothingToDo(), staleSince);
        return new ReconcileReport(
                "srv-web",
                "pass-1",
                Instant.EPOCH,
                Instant.EPOCH,
                0,
                Duration.ofSeconds(1),
                plan,
                List.of(),
                null,
                List.of(),
                new CarriedState(staleSince, List.of()));
    }
}
