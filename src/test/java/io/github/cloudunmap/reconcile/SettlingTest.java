package io.github.cloudunmap.reconcile;

import static io.github.cloudunmap.reconcile.Given.HOME;
import static io.github.cloudunmap.reconcile.Given.ec2;
import static io.github.cloudunmap.reconcile.Given.evidence;
import static io.github.cloudunmap.reconcile.Given.registered;
import static io.github.cloudunmap.reconcile.Given.running;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.reconcile.Ec2Instance.State;
import io.github.cloudunmap.reconcile.Plan.Deregister;
import io.github.cloudunmap.reconcile.Plan.StaleSince;
import io.github.cloudunmap.reconcile.ServicePolicy.IdRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is not final is removed when it has lasted from the first answer of a streak to the request of the last. */
class SettlingTest {
    private static final Duration SETTLE_TIME = Duration.ofSeconds(60);
    private static final RegisteredInstance ABSENT = registered("i-1", "10.0.0.1");
    private static final RegisteredInstance BYSTANDER = registered("i-bystander", "10.0.0.99");

    private final Planner planner = new Planner(policy(Duration.ZERO));
    private StaleSince staleSince = StaleSince.NONE;

    @Test
    void waitsFromTheFirstAnswerToTheRequestOfTheLast() {
        assertThat(removedAfterRequestAt(0, ABSENT)).isFalse();
        assertThat(removedAfterRequestAt(59, ABSENT)).isFalse();
        assertThat(removedAfterRequestAt(60, ABSENT)).isTrue();
    }

    @Test
    void theTimeThatTheFirstAnswerTakesToComeDoesNotCount() {
        assertThat(plan(0, 200, ABSENT).waitsUntil()).isEqualTo(OptionalLong.of(seconds(260)));
        assertThat(removedAfterRequestAt(259, ABSENT)).isFalse();
        assertThat(removedAfterRequestAt(260, ABSENT)).isTrue();
    }

    @Test
    void theTimeThatAnAnswerTakesToLoseSightDoesNotCount() {
        removedAfterRequestAt(0, ABSENT, running("i-1", "10.0.0.2"));
        plan(60, 200, ABSENT);
        assertThat(removedAfterRequestAt(259, ABSENT)).isFalse();
        assertThat(removedAfterRequestAt(260, ABSENT)).isTrue();
    }

    @Test
    void settlesAlsoWherePassesComeEverySecond() {
        for (int second = 0; second < 60; second++) {
            assertThat(removedAfterRequestAt(second, ABSENT)).isFalse();
        }
        assertThat(removedAfterRequestAt(60, ABSENT)).isTrue();
    }

    @Test
    void doesNotWaitForWhatIsFinal() {
        assertThat(removedAfterRequestAt(0, ABSENT, ec2("i-1", State.TERMINATED)))
                .isTrue();
    }

    @Test
    void aLifeSignStartsItAnew() {
        removedAfterRequestAt(0, ABSENT);
        removedAfterRequestAt(30, ABSENT, running("i-1", "10.0.0.1"));
        assertThat(removedAfterRequestAt(60, ABSENT)).isFalse();
        assertThat(removedAfterRequestAt(120, ABSENT)).isTrue();
    }

    @Test
    void anEventOfItsBeginningStartsItAnew() {
        StaleSince.Registration registration =
                StaleSince.Registration.of(Given.registeredFor("i-0123456789abcdef0", "web", "10.0.0.1"));
        CarriedState carried = new CarriedState(
                new StaleSince(Map.of(registration, new StaleSince.Streak(0, 0, 0, Set.of()))), List.of());

        assertThat(carried.withoutStreaksOf(
                        Set.of(Ec2Id.parse("i-0123456789abcdef1").orElseThrow())))
                .isEqualTo(carried);
        assertThat(carried.withoutStreaksOf(
                                Set.of(Ec2Id.parse("i-0123456789abcdef0").orElseThrow()))
                        .staleSince())
                .isEqualTo(StaleSince.NONE);
    }

    @Test
    void anotherGroundThatIsNotFinalDoesNotStartItAnew() {
        removedAfterRequestAt(0, ABSENT);
        assertThat(removedAfterRequestAt(60, ABSENT, running("i-1", "10.0.0.2")))
                .isTrue();
    }

    /** However long ago: nobody knows what EC2 would have answered in between. */
    @Test
    void aRestartStartsItAnewAndLetsGraceGoOn() {
        staleSince = new StaleSince(
                Map.of(StaleSince.Registration.of(ABSENT), StaleSince.Streak.remembered(seconds(-86_400), 0)));
        assertThat(removedAfterRequestAt(0, ABSENT)).isFalse();
        assertThat(removedAfterRequestAt(59, ABSENT)).isFalse();
        assertThat(removedAfterRequestAt(60, ABSENT)).isTrue();
    }

    @Test
    void whatWasShownAliveHasToBeLeftOutForAsLong() {
        removedAfterRequestAt(0, ABSENT, running("i-1", "10.0.0.2"));
        assertThat(removedAfterRequestAt(60, ABSENT)).isFalse();
        assertThat(removedAfterRequestAt(119, ABSENT)).isFalse();
        assertThat(removedAfterRequestAt(120, ABSENT)).isTrue();
    }

    /** The registration names two instances. The refused pass shows one of them, and the pass after it, too. */
    @Test
    void aRefusedPassThatLeavesOutOneOfTwoDoesNotHideItsLoss() {
        RegisteredInstance instance = Given.registeredFor("i-0123456789abcdef0", "i-1", "10.0.0.1");
        List<Plan.Removal> showingOne = List.of(
                new Plan.Removal(instance, new Verdict.Stale(Verdict.StaleReason.NOT_FOUND, List.of(), Set.of("i-1"))));
        StaleSince showedBoth = new StaleSince(Map.of(
                StaleSince.Registration.of(instance),
                new StaleSince.Streak(0, 0, 0, Set.of("i-0123456789abcdef0", "i-1"))));

        StaleSince streaks = showedBoth.keeping(showingOne).seenStale(showingOne, seconds(200));

        assertThat(streaks.streaks().values())
                .extracting(StaleSince.Streak::settlesFrom)
                .containsExactly(seconds(200));
    }

    @Test
    void whatEndsAfterItWasShownAliveDoesNotWait() {
        removedAfterRequestAt(0, ABSENT, running("i-1", "10.0.0.2"));
        assertThat(removedAfterRequestAt(1, ABSENT, ec2("i-1", State.TERMINATED)))
                .isTrue();
    }

    @Test
    void whatKeepsChangingKeepsWaitingAndSaysSo() {
        Plan plan = plan(0, registered("i-1", "10.0.1.0"));
        for (int change = 1; change <= 7; change++) {
            plan = plan(60 * change, registered("i-1", "10.0.1." + change));
        }
        assertThat(plan.waiting()).extracting(Plan.Waiting::changes).containsExactly(7);
    }

    @Test
    void saysUntilWhenItWaits() {
        Plan plan = plan(5, ABSENT);
        assertThat(plan.waiting()).containsExactly(new Plan.Waiting(ABSENT, seconds(65), true, 0));
        assertThat(plan.waitsUntil()).isEqualTo(OptionalLong.of(seconds(65)));
        assertThat(plan.settledAt()).isEqualTo(OptionalLong.of(seconds(65)));
    }

    @Test
    void aSingleRunDoesNotWaitForGrace() {
        Planner withGrace = new Planner(policy(Duration.ofSeconds(90)));
        Plan plan =
                withGrace.plan(List.of(ABSENT, BYSTANDER), view(0, ec2("i-1", State.TERMINATED)), StaleSince.NONE, 0);
        assertThat(plan.waitsUntil()).isEqualTo(OptionalLong.of(seconds(90)));
        assertThat(plan.settledAt()).isEmpty();
    }

    @Test
    void aSingleRunDoesNotWaitForGraceThatOutlastsSettling() {
        Planner withGrace = new Planner(policy(Duration.ofSeconds(90)));
        Plan plan = withGrace.plan(List.of(ABSENT, BYSTANDER), view(0), StaleSince.NONE, 0);
        assertThat(plan.waiting()).containsExactly(new Plan.Waiting(ABSENT, seconds(90), false, 0));
        assertThat(plan.settledAt()).isEmpty();
    }

    @Test
    void aSingleRunWaitsForSettlingThatOutlastsGrace() {
        Planner withGrace = new Planner(policy(Duration.ofSeconds(30)));
        Plan plan = withGrace.plan(List.of(ABSENT, BYSTANDER), view(0), StaleSince.NONE, 0);
        assertThat(plan.waiting()).containsExactly(new Plan.Waiting(ABSENT, seconds(60), true, 0));
        assertThat(plan.settledAt()).isEqualTo(OptionalLong.of(seconds(60)));
    }

    private boolean removedAfterRequestAt(int second, RegisteredInstance instance, Ec2Instance... ec2) {
        return plan(second, instance, ec2).decision() instanceof Deregister;
    }

    private Plan plan(int second, RegisteredInstance instance, Ec2Instance... ec2) {
        return plan(second, second, instance, ec2);
    }

    /** A pass that asks at one second, and has its answers at another. */
    private Plan plan(int asksAt, int hasAnswersAt, RegisteredInstance instance, Ec2Instance... ec2) {
        Plan plan = planner.plan(List.of(instance, BYSTANDER), view(asksAt, ec2), staleSince, seconds(hasAnswersAt));
        staleSince = plan.staleSince();
        return plan;
    }

    private static FleetView view(int second, Ec2Instance... ec2) {
        long requestedAt = seconds(second);
        FleetView fleet = new FleetView(requestedAt, Map.of(), Set.of())
                .with(HOME, Map.of("i-1", new Sighting(null, evidence(HOME, requestedAt))), Set.of());
        for (Ec2Instance instance : ec2) {
            fleet = fleet.with(
                    HOME, Map.of(instance.id(), new Sighting(instance, evidence(HOME, requestedAt))), Set.of());
        }
        Ec2Instance bystander = running("i-bystander", "10.0.0.99");
        return fleet.with(HOME, Map.of(bystander.id(), new Sighting(bystander, evidence(HOME, requestedAt))), Set.of());
    }

    private static long seconds(int seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    private static ServicePolicy policy(Duration grace) {
        return new ServicePolicy(
                "srv-a", HOME, List.of(HOME), DeregistrationLimit.NONE, grace, SETTLE_TIME, false, IdRule.ANY);
    }
}
