package io.github.cloudunmap.reconcile;

import static io.github.cloudunmap.reconcile.Given.ACCOUNT;
import static io.github.cloudunmap.reconcile.Given.HOME;
import static io.github.cloudunmap.reconcile.Given.LISTED;
import static io.github.cloudunmap.reconcile.Given.absent;
import static io.github.cloudunmap.reconcile.Given.ec2IdsOnly;
import static io.github.cloudunmap.reconcile.Given.fleetOf;
import static io.github.cloudunmap.reconcile.Given.limitedTo;
import static io.github.cloudunmap.reconcile.Given.policy;
import static io.github.cloudunmap.reconcile.Given.registered;
import static io.github.cloudunmap.reconcile.Given.registeredBy;
import static io.github.cloudunmap.reconcile.Given.running;
import static io.github.cloudunmap.reconcile.Given.withoutAddress;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.cloudunmap.reconcile.Plan.Decision;
import io.github.cloudunmap.reconcile.Plan.Deregister;
import io.github.cloudunmap.reconcile.Plan.NothingToDo;
import io.github.cloudunmap.reconcile.Plan.Refused;
import io.github.cloudunmap.reconcile.Plan.Rule;
import io.github.cloudunmap.reconcile.Plan.StaleSince;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** What follows from the verdicts of a pass: nothing, removals, or a refusal. */
class PlanTest {
    @Test
    void aServiceWithoutRegistrationsHasNothingToDo() {
        assertThat(decide(policy(), List.of())).isEqualTo(new NothingToDo());
    }

    @Test
    void aServiceWithoutAnAddressHasNothingToDo() {
        assertThat(decide(policy(), List.of(withoutAddress("lb-1")))).isEqualTo(new NothingToDo());
    }

    @Test
    void aServiceWhoseInstancesAllMatchHasNothingToDo() {
        assertThat(decide(policy(), registrations(2), live(0), live(1))).isEqualTo(new NothingToDo());
    }

    @Test
    void removesWhatIsStaleAndNothingElse() {
        assertThat(removedIds(decide(policy(), registrations(3), live(1)))).containsExactly("i-0", "i-2");
    }

    @Test
    void refusesToRemoveEveryInstance() {
        assertThat(decide(policy(), registrations(2)))
                .isEqualTo(new Refused(
                        Rule.NEVER_ALL,
                        "all 2 registered instances that EC2 can vouch for are stale, and the last are never removed",
                        List.of("i-0", "i-1"),
                        "if they have ended for good, register a living one, or remove them:"
                                + " aws servicediscovery deregister-instance --service-id srv-a --instance-id i-0"
                                + " --region us-east-1;"
                                + " aws servicediscovery deregister-instance --service-id srv-a --instance-id i-1"
                                + " --region us-east-1"));
    }

    @Test
    void refusesToRemoveTheOnlyInstance() {
        assertThat(rule(decide(policy(), registrations(1)))).isEqualTo(Rule.NEVER_ALL);
    }

    @Test
    void aRegistrationWithoutAnAddressDoesNotCountAsOneThatStays() {
        assertThat(rule(decide(policy(), List.of(registered("i-0", "10.0.0.0"), withoutAddress("lb-1")))))
                .isEqualTo(Rule.NEVER_ALL);
    }

    @Test
    void aForeignRegistrationDoesNotCountAsOneThatStays() {
        assertThat(rule(decide(
                        policy(),
                        List.of(registered("i-0", "10.0.0.0"), registeredBy("222222222222", "i-1", "10.0.0.1")))))
                .isEqualTo(Rule.NEVER_ALL);
    }

    @Test
    void aRegistrationUnderAnotherIdDoesNotCountAsOneThatStaysWhereOnlyEc2IdsAreJudged() {
        assertThat(rule(decide(
                        ec2IdsOnly(), List.of(registered("i-00000000", "10.0.0.0"), registered("web-1", "10.0.0.1")))))
                .isEqualTo(Rule.NEVER_ALL);
    }

    @Test
    void anInstanceWithoutAnAddressYetCountsAsOneThatStays() {
        assertThat(removedIds(decide(policy(), registrations(2), running("i-1"))))
                .containsExactly("i-0");
    }

    @Test
    void aServiceOfForeignRegistrationsAloneHasNothingToDo() {
        assertThat(decide(policy(), List.of(registeredBy("222222222222", "i-0", "10.0.0.0"))))
                .isEqualTo(new NothingToDo());
    }

    @Test
    void removesAsManyAsTheCountAllows() {
        assertThat(removedIds(decide(limitedTo(new DeregistrationLimit.Count(2)), registrations(3), live(0))))
                .containsExactly("i-1", "i-2");
    }

    @Test
    void refusesAPlanLargerThanTheCountAsAWhole() {
        assertThat(decide(limitedTo(new DeregistrationLimit.Count(2)), registrations(4), live(0)))
                .isEqualTo(new Refused(
                        Rule.MAX_DEREGISTRATIONS,
                        "3 of 4 registered instances would be removed, but max-deregistrations is 2",
                        List.of("i-1", "i-2", "i-3"),
                        "if they have really ended, raise max-deregistrations; a reload takes it over"));
    }

    @Test
    void aPercentageIsOneOfTheInstancesWithAnAddress() {
        List<RegisteredInstance> registered = List.of(
                registered("i-0", "10.0.0.0"),
                registered("i-1", "10.0.0.1"),
                registered("i-2", "10.0.0.2"),
                withoutAddress("lb-1"));
        assertThat(decide(limitedTo(new DeregistrationLimit.Percentage(50)), registered, live(0)))
                .isEqualTo(new Refused(
                        Rule.MAX_DEREGISTRATIONS,
                        "2 of 3 registered instances would be removed, but max-deregistrations is 50% (1)",
                        List.of("i-1", "i-2"),
                        "if they have really ended, raise max-deregistrations; a reload takes it over"));
    }

    @Test
    void aRefusalNamesTenInstancesAndHowManyMore() {
        Refused refused = (Refused) decide(limitedTo(new DeregistrationLimit.Count(2)), registrations(14), live(0));
        assertThat(refused.inWords())
                .isEqualTo("13 of 14 registered instances would be removed, but max-deregistrations is 2; i-1, i-2,"
                        + " i-3, i-4, i-5, i-6, i-7, i-8, i-9, i-10 and 3 more stay registered; if they have really ended,"
                        + " raise max-deregistrations; a reload takes it over");
    }

    @Test
    void aPercentageCountsForeignRegistrationsToo() {
        List<RegisteredInstance> registered = List.of(
                registered("i-0", "10.0.0.0"),
                registered("i-1", "10.0.0.1"),
                registered("i-2", "10.0.0.2"),
                registeredBy("222222222222", "i-3", "10.0.0.3"));
        assertThat(removedIds(decide(limitedTo(new DeregistrationLimit.Percentage(50)), registered, live(0))))
                .containsExactly("i-1", "i-2");
    }

    @Test
    void refusesToRemoveAnythingWhileEc2HasShownNoInstanceAtAll() {
        List<RegisteredInstance> registered =
                List.of(registeredBy("222222222222", "i-00000000", "10.0.0.0"), registered("web-1", "10.0.0.1"));
        assertThat(rule(planner(ec2IdsOnly())
                        .plan(registered, ofNoAccount(registered), StaleSince.NONE, LISTED)
                        .decision()))
                .isEqualTo(Rule.NEVER_ALL);
    }

    @Test
    void makesNoPlanWhileAVerdictIsOpen() {
        FleetView unasked = new FleetView(LISTED, Map.of(), Set.of(ACCOUNT));
        assertThatIllegalStateException()
                .isThrownBy(() -> planner(policy()).plan(registrations(1), unasked, StaleSince.NONE, LISTED))
                .withMessage("a verdict is still open in service srv-a");
    }

    @Test
    void countsItsVerdictsByKind() {
        Plan plan =
                planner(policy()).plan(registrations(3), fleetOf(registrations(3), live(1)), StaleSince.NONE, LISTED);
        assertThat(plan.count(Verdict.Kind.STALE)).isEqualTo(2);
        assertThat(plan.count(Verdict.Kind.MATCHED)).isEqualTo(1);
    }

    private static Planner planner(ServicePolicy policy) {
        return new Planner(policy);
    }

    /** Registrations {@code i-0}, {@code i-1}, … with the addresses 10.0.0.0, 10.0.0.1, … */
    private static List<RegisteredInstance> registrations(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> registered("i-" + n, "10.0.0." + n))
                .toList();
    }

    private static Ec2Instance live(int n) {
        return running("i-" + n, "10.0.0." + n);
    }

    private static Decision decide(ServicePolicy policy, List<RegisteredInstance> registered, Ec2Instance... ec2) {
        return planner(policy)
                .plan(registered, fleetOf(registered, ec2), StaleSince.NONE, LISTED)
                .decision();
    }

    private static FleetView ofNoAccount(List<RegisteredInstance> registered) {
        FleetView fleet = new FleetView(LISTED, Map.of(), Set.of());
        for (RegisteredInstance instance : registered) {
            fleet = fleet.with(HOME, Map.of(instance.ec2Id(), absent(HOME, LISTED)), Set.of());
        }
        return fleet;
    }

    private static List<String> removedIds(Decision decision) {
        return assertThat(decision)
                .asInstanceOf(InstanceOfAssertFactories.type(Deregister.class))
                .actual()
                .removals()
                .stream()
                .map(removal -> removal.instance().id())
                .toList();
    }

    private static Rule rule(Decision decision) {
        return assertThat(decision)
                .asInstanceOf(InstanceOfAssertFactories.type(Refused.class))
                .actual()
                .rule();
    }
}
