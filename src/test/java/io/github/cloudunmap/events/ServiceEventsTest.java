package io.github.cloudunmap.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.events.Event.StateChange;
import io.github.cloudunmap.reconcile.CarriedState;
import io.github.cloudunmap.reconcile.Ec2Id;
import io.github.cloudunmap.reconcile.Evidence;
import io.github.cloudunmap.reconcile.Plan;
import io.github.cloudunmap.reconcile.Plan.StaleSince;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.ReconcileReport.Outcome;
import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import io.github.cloudunmap.reconcile.RegisteredInstance;
import io.github.cloudunmap.reconcile.Verdict;
import io.github.cloudunmap.reconcile.Verdict.StaleReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the events about one service's instances ask for. A step of the clock is a second. */
final class ServiceEventsTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Set<String> REGIONS = Set.of("us-east-1");
    private static final String WEB = "i-0000000a";
    private static final String API = "i-0000000b";

    private final RecentEvents recent = new RecentEvents();
    private final ServiceEvents events = new ServiceEvents(recent, 0);

    @Test
    void concernsTheInstancesOfTheLastList() {
        assertThat(events.concern(id(WEB))).isFalse();

        pass(1, alive(WEB));

        assertThat(events.concern(id(WEB))).isTrue();
        assertThat(events.concern(id(API))).isFalse();
    }

    @Test
    void asksForAPassAtOnceAndForNoMoreOnceItHasBegun() {
        pass(1, alive(WEB));
        assertThat(events.dueAt(at(2))).isEmpty();

        hears(WEB, "running", 3);
        assertThat(events.dueAt(at(3))).isEqualTo(OptionalLong.of(at(3)));
        pass(4, alive(WEB));

        assertThat(events.dueAt(at(4))).isEmpty();
    }

    @Test
    void threeEarlyPassesMayFollowEachOtherAndThenOneInTwoSeconds() {
        for (int pass = 0; pass < 3; pass++) {
            hears(WEB, "running", 1);
            assertThat(events.dueAt(at(1))).isEqualTo(OptionalLong.of(at(1)));
            pass(1, alive(WEB));
        }

        hears(WEB, "running", 1);

        assertThat(events.dueAt(at(1))).isEqualTo(OptionalLong.of(at(3)));
        assertThat(events.isDueBy(at(3) - 1)).isFalse();
        assertThat(events.isDueBy(at(3))).isTrue();
    }

    @Test
    void passesThatNoEventAskedForDoNotHoldTheEarlyOnesBack() {
        for (int pass = 0; pass < 9; pass++) {
            pass(1, alive(WEB));
        }
        assertThat(events.isDueBy(at(1))).isFalse();

        hears(WEB, "running", 1);

        assertThat(events.isDueBy(at(1))).isTrue();
    }

    @Test
    void aPassThatBeginsBeforeTheNextCheckIsDueDoesNotHoldTheEarlyOnesBack() {
        pass(0, alive(WEB));
        hears(WEB, "terminated", 1);
        pass(1, alive(WEB));
        for (int pass = 0; pass < 9; pass++) {
            assertThat(events.isDueBy(at(2))).isFalse();
            pass(2, alive(WEB));
        }

        assertThat(events.dueAt(at(2))).isEqualTo(OptionalLong.of(at(3)));
    }

    @Test
    void checksAnInstanceThatStillLooksAliveTwoFiveAndTenSecondsAfterTheEventOfItsEnd() {
        pass(0, alive(WEB));
        hears(WEB, "terminated", 1);
        for (int after : List.of(0, 2, 5, 10)) {
            assertThat(events.dueAt(at(1))).isEqualTo(OptionalLong.of(at(1 + after)));
            assertThat(events.begin(REGIONS, at(1 + after))).containsExactly(id(WEB));
            events.ended(report(alive(WEB)), at(1 + after) + 1);
        }

        assertThat(events.dueAt(at(12))).isEmpty();
    }

    @Test
    void checksAnInstanceNoMoreThatAPassHasFoundEnded() {
        pass(0, alive(WEB));
        hears(WEB, "terminated", 1);

        pass(1, judged(WEB, stale(StaleReason.TERMINATED)));

        assertThat(events.dueAt(at(1))).isEmpty();
    }

    @Test
    void checksAnInstanceAgainThatIsStaleForAReasonThatIsNotFinal() {
        pass(0, alive(WEB));
        hears(WEB, "terminated", 1);

        pass(1, judged(WEB, stale(StaleReason.NOT_FOUND)));

        assertThat(events.dueAt(at(1))).isEqualTo(OptionalLong.of(at(3)));
    }

    @Test
    void checksAnInstanceAgainWhileAnotherRegistrationNamesItThanTheRemovedOne() {
        pass(0, alive(WEB), alive("web-1", WEB));
        hears(WEB, "terminated", 1, NOON.minusSeconds(9));
        events.begin(REGIONS, at(1));

        List<Duration> first = events.ended(removing(WEB, RemovalResult.DEREGISTERED, alive("web-1", WEB)), at(1));

        assertThat(first).containsExactly(Duration.ofSeconds(9));
        assertThat(events.dueAt(at(1))).isEqualTo(OptionalLong.of(at(3)));
        assertThat(events.begin(REGIONS, at(3))).containsExactly(id(WEB));
    }

    @Test
    void checksAgainAfterAPassThatFailed() {
        pass(0, alive(WEB));
        hears(WEB, "terminated", 1);

        events.begin(REGIONS, at(1));
        events.ended(report((Plan) null), at(1));

        assertThat(events.dueAt(at(1))).isEqualTo(OptionalLong.of(at(3)));
    }

    @Test
    void noLongerMindsAnInstanceThatNoRegistrationNames() {
        pass(0, alive(WEB));
        hears(WEB, "terminated", 1);

        pass(1, alive(API));

        assertThat(events.dueAt(at(1))).isEmpty();
        assertThat(events.begin(REGIONS, at(2))).isEmpty();
    }

    @Test
    void asksForAPassIfTheInstanceEndedBeforeThePassThatWasTheFirstToListIt() {
        pass(0, alive(API));
        events.begin(REGIONS, at(5));
        recent.add(change(WEB, "terminated"), at(6));

        events.ended(report(alive(API), alive(WEB)), at(7));

        assertThat(events.dueAt(at(7))).isEqualTo(OptionalLong.of(at(7)));
        assertThat(events.begin(REGIONS, at(7))).containsExactly(id(WEB));
    }

    @Test
    void startsTheStreakAnewOfAnInstanceThatHasComeToLifeSinceThePassBegan() {
        CarriedState carried = new CarriedState(
                new StaleSince(Map.of(listed(WEB), new StaleSince.Streak(0, 0, 0, Set.of()))), List.of());
        events.begin(REGIONS, at(5));

        recent.add(change(WEB, "pending"), at(4));
        assertThat(events.anew(carried, REGIONS)).isEqualTo(carried);
        recent.add(change(API, "running"), at(6));
        assertThat(events.anew(carried, REGIONS)).isEqualTo(carried);
        recent.add(change(WEB, "stopped"), at(6));
        assertThat(events.anew(carried, REGIONS)).isEqualTo(carried);
        recent.add(change(WEB, "running"), at(5));
        assertThat(events.anew(carried, Set.of("eu-west-1"))).isEqualTo(carried);
        assertThat(events.anew(carried, REGIONS)).isEqualTo(CarriedState.NONE);
    }

    @Test
    void measuresTheDelayFromTheEndThatTheFirstEventTold() {
        pass(0, alive(WEB), alive(API));
        hears(WEB, "shutting-down", 1, NOON.minusSeconds(9));
        hears(WEB, "terminated", 2, NOON.minusSeconds(3));
        events.begin(REGIONS, at(2));

        assertThat(events.ended(removing(WEB), at(2))).containsExactly(Duration.ofSeconds(9));
        assertThat(events.ended(removing(WEB), at(3))).isEmpty();
    }

    @Test
    void measuresTheDelayFromALaterEventOnceTheChecksForTheFirstAreOver() {
        pass(0, alive(WEB));
        hears(WEB, "shutting-down", 1, NOON.minusSeconds(99));
        pass(20, alive(WEB));
        pass(30, alive(WEB));
        hears(WEB, "terminated", 40, NOON.minusSeconds(3));
        events.begin(REGIONS, at(40));

        assertThat(events.ended(removing(WEB), at(40))).containsExactly(Duration.ofSeconds(3));
    }

    @Test
    void measuresNoDelayOfARemovalThatFailed() {
        pass(0, alive(WEB));
        hears(WEB, "terminated", 1, NOON.minusSeconds(9));
        events.begin(REGIONS, at(1));

        assertThat(events.ended(removing(WEB, RemovalResult.FAILED), at(1))).isEmpty();
        assertThat(events.ended(removing(WEB), at(2))).containsExactly(Duration.ofSeconds(9));
    }

    private void pass(int second, Plan.Judgement... judgements) {
        events.begin(REGIONS, at(second));
        events.ended(report(judgements), at(second));
    }

    private void hears(String id, String state, int second) {
        hears(id, state, second, NOON);
    }

    private void hears(String id, String state, int second, Instant since) {
        StateChange change = new StateChange("us-east-1", id(id), state, Optional.of(since));
        recent.add(change, at(second));
        events.happened(change, at(second));
    }

    private static StateChange change(String id, String state) {
        return new StateChange("us-east-1", id(id), state, Optional.of(NOON));
    }

    private static Plan.Judgement alive(String id) {
        return judged(id, new Verdict.Matched("us-east-1"));
    }

    private static Plan.Judgement alive(String id, String ec2Id) {
        Map<String, String> attributes =
                Map.of("AWS_INSTANCE_IPV4", "10.0.0.1", RegisteredInstance.EC2_INSTANCE_ID, ec2Id);
        return new Plan.Judgement(new RegisteredInstance(id, attributes, null), new Verdict.Matched("us-east-1"));
    }

    private static Plan.Judgement judged(String id, Verdict verdict) {
        return new Plan.Judgement(registered(id), verdict);
    }

    private static RegisteredInstance registered(String id) {
        return new RegisteredInstance(id, Map.of("AWS_INSTANCE_IPV4", "10.0.0.1"), null);
    }

    private static StaleSince.Registration listed(String id) {
        return new StaleSince.Registration(id, registered(id).attributes());
    }

    private static Verdict.Stale stale(StaleReason reason) {
        return new Verdict.Stale(reason, List.of(new Evidence("us-east-1", "req-1", 0)));
    }

    private static ReconcileReport report(Plan.Judgement... judgements) {
        return report(new Plan(Arrays.asList(judgements), List.of(), new Plan.NothingToDo(), StaleSince.NONE));
    }

    private static ReconcileReport report(@Nullable Plan plan, Outcome... outcomes) {
        return new ReconcileReport(
                "srv-web",
                "pass-1",
                NOON,
                NOON,
                0,
                Duration.ofSeconds(1),
                plan,
                Arrays.asList(outcomes),
                null,
                List.of(),
                CarriedState.NONE);
    }

    private static ReconcileReport removing(String id) {
        return removing(id, RemovalResult.DEREGISTERED);
    }

    private static ReconcileReport removing(String id, RemovalResult result, Plan.Judgement... others) {
        Plan.Removal removal = new Plan.Removal(registered(id), stale(StaleReason.TERMINATED));
        Plan plan = new Plan(
                Stream.concat(Stream.of(judged(id, removal.verdict())), Arrays.stream(others))
                        .toList(),
                List.of(),
                new Plan.Deregister(List.of(removal)),
                StaleSince.NONE);
        return report(plan, new Outcome(removal, result));
    }

    private static Ec2Id id(String text) {
        return Ec2Id.parse(text).orElseThrow();
    }

    private static long at(long second) {
        return second * SECOND;
    }
}
