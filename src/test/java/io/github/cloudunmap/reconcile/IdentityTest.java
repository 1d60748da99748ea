package io.github.cloudunmap.reconcile;

import static io.github.cloudunmap.reconcile.Given.ACCOUNT;
import static io.github.cloudunmap.reconcile.Given.AWAY;
import static io.github.cloudunmap.reconcile.Given.HOME;
import static io.github.cloudunmap.reconcile.Given.LISTED;
import static io.github.cloudunmap.reconcile.Given.absent;
import static io.github.cloudunmap.reconcile.Given.ec2;
import static io.github.cloudunmap.reconcile.Given.ec2IdsOnly;
import static io.github.cloudunmap.reconcile.Given.evidence;
import static io.github.cloudunmap.reconcile.Given.policy;
import static io.github.cloudunmap.reconcile.Given.policyIn;
import static io.github.cloudunmap.reconcile.Given.registered;
import static io.github.cloudunmap.reconcile.Given.registeredFor;
import static io.github.cloudunmap.reconcile.Given.registeredWith;
import static io.github.cloudunmap.reconcile.Given.running;
import static io.github.cloudunmap.reconcile.Given.seen;
import static io.github.cloudunmap.reconcile.Given.unmappingStopped;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.reconcile.Ec2Instance.State;
import io.github.cloudunmap.reconcile.Verdict.StaleReason;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which instances a registration is for, and what is said of one that may be for either of two. */
class IdentityTest {
    private static final String OWN = "i-00000001";
    private static final String NAMED = "i-0123456789abcdef0";
    private static final String ADDRESS = "10.0.0.1";
    /** Its Cloud Map id is one instance's, its attribute names another's. */
    private static final RegisteredInstance OF_TWO = registeredFor(NAMED, OWN, ADDRESS);

    @Test
    void namesTheEc2IdsOfBothPlaces() {
        assertThat(OF_TWO.lookupIds()).containsExactly(NAMED, OWN);
        assertThat(registeredFor(OWN, OWN, ADDRESS).lookupIds()).containsExactly(OWN);
        assertThat(registeredFor(" I-00000001 ", OWN, ADDRESS).lookupIds()).containsExactly(OWN);
        assertThat(registered("I-00000001", ADDRESS).lookupIds()).containsExactly(OWN);
    }

    @Test
    void aPlaceThatHoldsNoEc2IdNamesNone() {
        assertThat(registeredFor(NAMED, "web-1", ADDRESS).lookupIds()).containsExactly(NAMED);
        assertThat(registeredFor("unknown", OWN, ADDRESS).lookupIds()).containsExactly(OWN);
    }

    @Test
    void whatNamesNoEc2IdIsAskedForByItsText() {
        assertThat(registered("web-1", ADDRESS).lookupIds()).containsExactly("web-1");
        assertThat(registeredFor("host-a", "web-1", ADDRESS).lookupIds()).containsExactly("host-a");
        assertThat(registeredFor("host-a", "web-1", ADDRESS).ec2Ids()).isEmpty();
    }

    @Test
    void eitherOfTwoInstancesKeepsIt() {
        List<Sighting> live = List.of(seen(running(OWN, ADDRESS), HOME, LISTED));
        List<Sighting> dead = List.of(seen(ec2(NAMED, State.TERMINATED), HOME, LISTED));
        assertThat(judge(OF_TWO, Map.of(OWN, live, NAMED, dead))).isEqualTo(new Verdict.Matched(HOME));
        assertThat(judge(registeredFor(OWN, NAMED, ADDRESS), Map.of(OWN, live, NAMED, dead)))
                .isEqualTo(new Verdict.Matched(HOME));
    }

    @Test
    void oneThatMayStillGetTheAddressKeepsIt() {
        assertThat(judge(
                        OF_TWO,
                        Map.of(
                                NAMED, List.of(seen(ec2(NAMED, State.TERMINATED), HOME, LISTED)),
                                OWN, List.of(seen(ec2(OWN, State.PENDING), HOME, LISTED)))))
                .isEqualTo(new Verdict.Unknown(HOME));
    }

    /** The weakest of the two grounds, whichever id it is of. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            TERMINATED,    TERMINATED,    terminated
            TERMINATED,    SHUTTING_DOWN, shutting-down
            TERMINATED,    RUNNING,       address-mismatch
            SHUTTING_DOWN, RUNNING,       address-mismatch
            TERMINATED,    STOPPED,       stopped
            SHUTTING_DOWN, STOPPED,       stopped
            RUNNING,       STOPPED,       stopped
            TERMINATED,    ,              not-found
            SHUTTING_DOWN, ,              not-found
            RUNNING,       ,              not-found
            STOPPED,       ,              not-found
            ,              ,              not-found
            """)
    void theWeakerGroundCounts(@Nullable State one, @Nullable State other, String reason) {
        Planner planner = new Planner(unmappingStopped());
        assertThat(planner.judge(OF_TWO, fleet(Map.of(NAMED, shown(one), OWN, shown(other))))
                        .why())
                .isEqualTo(reason);
        assertThat(planner.judge(OF_TWO, fleet(Map.of(NAMED, shown(other), OWN, shown(one))))
                        .why())
                .isEqualTo(reason);
    }

    @Test
    void theVerdictKeepsTheEvidenceOfBoth() {
        Verdict verdict = new Planner(policyIn(HOME, AWAY))
                .judge(
                        OF_TWO,
                        fleet(Map.of(
                                NAMED,
                                List.of(seen(ec2(NAMED, State.TERMINATED), HOME, LISTED), absent(AWAY, LISTED + 1)),
                                OWN,
                                List.of(absent(HOME, LISTED + 2), absent(AWAY, LISTED + 3)))));
        assertThat(verdict)
                .isEqualTo(new Verdict.Stale(
                        StaleReason.NOT_FOUND,
                        List.of(evidence(HOME, LISTED), evidence(HOME, LISTED + 2), evidence(AWAY, LISTED + 3))));
    }

    @Test
    void anAnswerThatShowsBothIsNamedOnce() {
        assertThat(judge(OF_TWO, Map.of(NAMED, shown(State.TERMINATED), OWN, shown(State.TERMINATED))))
                .isEqualTo(new Verdict.Stale(StaleReason.TERMINATED, List.of(evidence(HOME, LISTED))));
    }

    @Test
    void oneEndIsNotFinalForBoth() {
        assertThat(isFinal(State.TERMINATED, null)).isFalse();
        assertThat(isFinal(State.RUNNING, State.TERMINATED)).isFalse();
        assertThat(isFinal(State.TERMINATED, State.SHUTTING_DOWN)).isTrue();
    }

    @Test
    void isOpenForTheIdThatLacksAnAnswerAlone() {
        assertThat(new Planner(policyIn(HOME, AWAY))
                        .judge(
                                OF_TWO,
                                fleet(Map.of(
                                        NAMED,
                                        List.of(absent(HOME, LISTED), absent(AWAY, LISTED)),
                                        OWN,
                                        List.of(absent(HOME, LISTED))))))
                .isEqualTo(new Verdict.Open(Map.of(AWAY, Set.of(OWN))));
    }

    @Test
    void whereOnlyEc2IdsAreJudgedEitherPlaceSuffices() {
        Planner planner = new Planner(ec2IdsOnly());
        assertThat(planner.judge(registeredFor("unknown", OWN, ADDRESS), fleet(Map.of()))
                        .kind())
                .isEqualTo(Verdict.Kind.OPEN);
        assertThat(planner.judge(registeredFor(OWN, "web-1", ADDRESS), fleet(Map.of()))
                        .kind())
                .isEqualTo(Verdict.Kind.OPEN);
        assertThat(planner.judge(registered("i-web", ADDRESS), fleet(Map.of())).kind())
                .isEqualTo(Verdict.Kind.SKIPPED);
    }

    @Test
    void anotherControllersIsForeignInEveryMode() {
        RegisteredInstance task = registeredWith("0f5e3a", ADDRESS, Map.of("ECS_CLUSTER_NAME", "prod"));
        RegisteredInstance withoutAddress = new RegisteredInstance("0f5e3a", Map.of("ECS_CLUSTER_NAME", "prod"), null);
        for (ServicePolicy policy : List.of(policy(), ec2IdsOnly())) {
            for (RegisteredInstance instance : List.of(task, withoutAddress)) {
                assertThat(new Planner(policy).judge(instance, fleet(Map.of())))
                        .isEqualTo(new Verdict.Foreign("registered by Amazon ECS"));
            }
        }
    }

    @Test
    void whatIsSaidToBeInARegionThatIsNotReadIsForeign() {
        RegisteredInstance elsewhere = registeredWith(OWN, ADDRESS, Map.of("AVAILABILITY_ZONE", "eu-west-1a"));
        assertThat(judge(elsewhere, Map.of(OWN, shown(null))))
                .isEqualTo(
                        new Verdict.Foreign("its AVAILABILITY_ZONE says that it is in eu-west-1, which is none of the"
                                + " service's instances-regions"));
        assertThat(new Planner(policyIn(HOME, AWAY))
                        .judge(elsewhere, fleet(Map.of(OWN, shown(null))))
                        .kind())
                .isEqualTo(Verdict.Kind.OPEN);
    }

    private static boolean isFinal(@Nullable State one, @Nullable State other) {
        return judge(OF_TWO, Map.of(NAMED, shown(one), OWN, shown(other))) instanceof Verdict.Stale stale
                && stale.isFinal();
    }

    /** An instance of another address, or none, as the home region shows it. */
    private static List<Sighting> shown(@Nullable State state) {
        return List.of(state == null ? absent(HOME, LISTED) : seen(ec2("i-any", state, "10.0.0.9"), HOME, LISTED));
    }

    private static Verdict judge(RegisteredInstance instance, Map<String, List<Sighting>> sightings) {
        return new Planner(policy()).judge(instance, fleet(sightings));
    }

    private static FleetView fleet(Map<String, List<Sighting>> sightings) {
        return new FleetView(LISTED, sightings, Set.of(ACCOUNT));
    }
}
