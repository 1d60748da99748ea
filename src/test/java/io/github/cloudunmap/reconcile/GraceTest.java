package io.github.cloudunmap.reconcile;

import static io.github.cloudunmap.reconcile.Given.HOME;
import static io.github.cloudunmap.reconcile.Given.ec2;
import static io.github.cloudunmap.reconcile.Given.evidence;
import static io.github.cloudunmap.reconcile.Given.registered;
import static io.github.cloudunmap.reconcile.Given.registeredFor;
import static io.github.cloudunmap.reconcile.Given.running;
import static io.github.cloudunmap.reconcile.Given.withGrace;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.reconcile.Ec2Instance.State;
import io.github.cloudunmap.reconcile.Plan.Deregister;
import io.github.cloudunmap.reconcile.Plan.Refused;
import io.github.cloudunmap.reconcile.Plan.StaleSince;
import io.github.cloudunmap.reconcile.ServicePolicy.IdRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An instance is removed when every pass of the grace period has seen it stale. */
class GraceTest {
    private static final String ADDRESS = "10.0.0.1";
    private static final RegisteredInstance MISSING = registered("i-1", ADDRESS);

    private final Planner planner = new Planner(withGrace(Duration.ofMinutes(2)));
    private StaleSince staleSince = StaleSince.NONE;

    @Test
    void theFirstStalePassRemovesNothing() {
        assertThat(passAt(0, MISSING)).isEmpty();
    }

    @Test
    void aPassJustBeforeTheEndRemovesNothing() {
        passAt(0, MISSING);
        assertThat(passAt(Duration.ofMinutes(2).toNanos() - 1, MISSING)).isEmpty();
    }

    @Test
    void thePassAtTheEndRemoves() {
        passAt(0, MISSING);
        passAtMinute(1, MISSING);
        assertThat(passAtMinute(2, MISSING)).containsExactly("i-1");
    }

    @Test
    void withoutGraceTheFirstPassRemoves() {
        Plan plan = new Planner(withGrace(Duration.ZERO)).plan(withBystander(MISSING), view(0), StaleSince.NONE, 0);
        assertThat(removed(plan)).containsExactly("i-1");
    }

    @Test
    void aMatchResetsIt() {
        passAt(0, MISSING);
        passAtMinute(1, MISSING, running("i-1", ADDRESS));
        assertThat(passAtMinute(2, MISSING)).isEmpty();
        assertThat(passAtMinute(4, MISSING)).containsExactly("i-1");
    }

    @Test
    void anUnknownResetsIt() {
        passAt(0, MISSING);
        passAtMinute(1, MISSING, ec2("i-1", State.PENDING));
        assertThat(passAtMinute(2, MISSING)).isEmpty();
    }

    @Test
    void aPassThatDidNotListItResetsIt() {
        passAt(0, MISSING);
        passAtMinute(1);
        assertThat(passAtMinute(2, MISSING)).isEmpty();
    }

    @Test
    void anotherReasonDoesNotResetIt() {
        passAt(0, MISSING, ec2("i-1", State.SHUTTING_DOWN));
        passAtMinute(1, MISSING, ec2("i-1", State.TERMINATED));
        assertThat(passAtMinute(2, MISSING)).containsExactly("i-1");
    }

    @Test
    void aRegistrationWithANewAddressStartsAgain() {
        passAt(0, MISSING);
        assertThat(passAtMinute(2, registered("i-1", "10.0.0.2"))).isEmpty();
    }

    @Test
    void aRegistrationForANewInstanceStartsAgain() {
        passAt(0, registeredFor("i-1", "web-1", ADDRESS));
        assertThat(passAtMinute(2, registeredFor("i-2", "web-1", ADDRESS))).isEmpty();
    }

    @Test
    void eachRegistrationHasItsOwn() {
        passAt(0, MISSING);
        assertThat(removed(plan(minutes(2), List.of(MISSING, registered("i-2", "10.0.0.2")))))
                .containsExactly("i-1");
    }

    @Test
    void onlyWhatIsDueCountsAgainstTheLimit() {
        Planner limited = new Planner(new ServicePolicy(
                "srv-a",
                HOME,
                List.of(HOME),
                new DeregistrationLimit.Count(1),
                Duration.ofMinutes(2),
                Duration.ZERO,
                false,
                IdRule.ANY));
        StaleSince known = limited.plan(withBystander(MISSING), view(0), StaleSince.NONE, 0)
                .staleSince();
        Plan plan = limited.plan(
                withBystander(MISSING, registered("i-2", "10.0.0.2")), view(minutes(2)), known, minutes(2));
        assertThat(removed(plan)).containsExactly("i-1");
    }

    @Test
    void aPassRefusedByTheLimitCountsToo() {
        Plan refused = new Planner(new ServicePolicy(
                        "srv-a",
                        HOME,
                        List.of(HOME),
                        new DeregistrationLimit.Count(1),
                        Duration.ZERO,
                        Duration.ZERO,
                        false,
                        IdRule.ANY))
                .plan(withBystander(MISSING, registered("i-2", "10.0.0.2")), view(0), StaleSince.NONE, 0);
        assertThat(refused.decision()).isInstanceOf(Refused.class);
        assertThat(removed(planner.plan(withBystander(MISSING), view(minutes(2)), refused.staleSince(), minutes(2))))
                .containsExactly("i-1");
    }

    @Test
    void aPassRefusedByNeverAllDoesNotCount() {
        StaleSince known =
                planner.plan(List.of(MISSING), view(0), StaleSince.NONE, 0).staleSince();
        assertThat(known).isEqualTo(StaleSince.NONE);
        assertThat(removed(planner.plan(withBystander(MISSING), view(minutes(2)), known, minutes(2))))
                .isEmpty();
    }

    @Test
    void aPassRefusedByNeverAllDoesNotResetWhatIsStaleInIt() {
        passAt(0, MISSING);
        StaleSince known = planner.plan(List.of(MISSING), view(minutes(1)), staleSince, minutes(1))
                .staleSince();
        assertThat(known).isEqualTo(staleSince);
        assertThat(passAtMinute(2, MISSING)).containsExactly("i-1");
    }

    @Test
    void aPassRefusedByNeverAllResetsWhatIsNotListedInIt() {
        passAt(0, MISSING);
        assertThat(planner.plan(List.of(registered("i-2", "10.0.0.2")), view(minutes(1)), staleSince, minutes(1))
                        .staleSince())
                .isEqualTo(StaleSince.NONE);
    }

    @Test
    void aRegistrationWithAnyOtherAttributeStartsAgain() {
        passAt(0, MISSING);
        RegisteredInstance onAnotherPort =
                new RegisteredInstance("i-1", Map.of("AWS_INSTANCE_IPV4", ADDRESS, "AWS_INSTANCE_PORT", "8081"), null);
        assertThat(passAtMinute(2, onAnotherPort)).isEmpty();
        assertThat(plan(minutes(3), List.of(onAnotherPort)).waiting())
                .containsExactly(new Plan.Waiting(onAnotherPort, minutes(4), false, 1));
    }

    @Test
    void theMonotonicClockMayRunPastItsLargestNumber() {
        passAt(Long.MAX_VALUE, MISSING);
        assertThat(passAt(Long.MAX_VALUE + minutes(2), MISSING)).containsExactly("i-1");
    }

    private static long minutes(int minutes) {
        return Duration.ofMinutes(minutes).toNanos();
    }

    private List<String> passAtMinute(int minute) {
        return removed(plan(minutes(minute), List.of()));
    }

    private List<String> passAtMinute(int minute, RegisteredInstance registered, Ec2Instance... ec2) {
        return passAt(minutes(minute), registered, ec2);
    }

    private List<String> passAt(long now, RegisteredInstance registered, Ec2Instance... ec2) {
        return removed(plan(now, List.of(registered), ec2));
    }

    private Plan plan(long now, List<RegisteredInstance> registered, Ec2Instance... ec2) {
        Plan plan = planner.plan(
                withBystander(registered.toArray(RegisteredInstance[]::new)), view(now, ec2), staleSince, now);
        staleSince = plan.staleSince();
        return plan;
    }

    /** With one registration that always matches, so that never all stays out of it. */
    private static List<RegisteredInstance> withBystander(RegisteredInstance... registered) {
        List<RegisteredInstance> all = new ArrayList<>(Arrays.asList(registered));
        all.add(registered("i-bystander", "10.0.0.99"));
        return all;
    }

    /** These instances and the bystander; EC2 has none of the others. */
    private static FleetView view(long now, Ec2Instance... ec2) {
        FleetView fleet = new FleetView(now, Map.of(), Set.of());
        for (String id : List.of("i-1", "i-2")) {
            fleet = fleet.with(HOME, Map.of(id, new Sighting(null, evidence(HOME, now))), Set.of());
        }
        for (Ec2Instance instance : ec2) {
            fleet = fleet.with(HOME, Map.of(instance.id(), new Sighting(instance, evidence(HOME, now))), Set.of());
        }
        Ec2Instance bystander = running("i-bystander", "10.0.0.99");
        return fleet.with(HOME, Map.of(bystander.id(), new Sighting(bystander, evidence(HOME, now))), Set.of());
    }

    private static List<String> removed(Plan plan) {
        return plan.decision() instanceof Deregister deregister
                ? deregister.removals().stream()
                        .map(removal -> removal.instance().id())
                        .toList()
                : List.of();
    }
}
