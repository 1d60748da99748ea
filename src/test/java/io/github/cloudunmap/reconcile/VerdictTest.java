package io.github.cloudunmap.reconcile;

import static io.github.cloudunmap.reconcile.Given.ACCOUNT;
import static io.github.cloudunmap.reconcile.Given.AWAY;
import static io.github.cloudunmap.reconcile.Given.BEFORE;
import static io.github.cloudunmap.reconcile.Given.HOME;
import static io.github.cloudunmap.reconcile.Given.LISTED;
import static io.github.cloudunmap.reconcile.Given.absent;
import static io.github.cloudunmap.reconcile.Given.ec2;
import static io.github.cloudunmap.reconcile.Given.ec2IdsOnly;
import static io.github.cloudunmap.reconcile.Given.evidence;
import static io.github.cloudunmap.reconcile.Given.fleet;
import static io.github.cloudunmap.reconcile.Given.policy;
import static io.github.cloudunmap.reconcile.Given.policyIn;
import static io.github.cloudunmap.reconcile.Given.registered;
import static io.github.cloudunmap.reconcile.Given.registeredBy;
import static io.github.cloudunmap.reconcile.Given.registeredFor;
import static io.github.cloudunmap.reconcile.Given.running;
import static io.github.cloudunmap.reconcile.Given.seen;
import static io.github.cloudunmap.reconcile.Given.unmappingStopped;
import static io.github.cloudunmap.reconcile.Given.withoutAddress;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.reconcile.Ec2Instance.State;
import io.github.cloudunmap.reconcile.Verdict.StaleReason;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a pass says of one registered instance: design table of verdicts, row by row. */
class VerdictTest {
    private static final String ID = "i-00000001";
    private static final String ADDRESS = "10.0.0.1";
    private static final RegisteredInstance REGISTERED = registered(ID, ADDRESS);

    /** The address column says what EC2 returns: the registered address, another one, or none. */
    @ParameterizedTest(name = "{0}, unmap-stopped {1}, address {2}: {3}")
    @CsvSource(textBlock = """
            PENDING,       false, same,  live in us-east-1
            RUNNING,       false, same,  live in us-east-1
            STOPPING,      false, same,  live in us-east-1
            STOPPED,       false, same,  live in us-east-1
            UNRECOGNIZED,  false, same,  live in us-east-1
            SHUTTING_DOWN, false, same,  shutting-down
            TERMINATED,    false, same,  terminated
            PENDING,       false, other, 'live in us-east-1, but EC2 does not return all its addresses yet'
            RUNNING,       false, other, address-mismatch
            STOPPING,      false, other, 'stopped in us-east-1, so that EC2 shows no public address of it'
            STOPPED,       false, other, 'stopped in us-east-1, so that EC2 shows no public address of it'
            UNRECOGNIZED,  false, other, address-mismatch
            SHUTTING_DOWN, false, other, shutting-down
            TERMINATED,    false, other, terminated
            PENDING,       false, none,  'live in us-east-1, but EC2 does not return all its addresses yet'
            RUNNING,       false, none,  'live in us-east-1, but EC2 does not return all its addresses yet'
            STOPPING,      false, none,  'stopped in us-east-1, so that EC2 shows no public address of it'
            STOPPED,       false, none,  'stopped in us-east-1, so that EC2 shows no public address of it'
            UNRECOGNIZED,  false, none,  'live in us-east-1, but EC2 does not return all its addresses yet'
            SHUTTING_DOWN, false, none,  shutting-down
            TERMINATED,    false, none,  terminated
            PENDING,       true,  same,  live in us-east-1
            RUNNING,       true,  same,  live in us-east-1
            STOPPING,      true,  same,  stopped
            STOPPED,       true,  same,  stopped
            UNRECOGNIZED,  true,  same,  live in us-east-1
            SHUTTING_DOWN, true,  same,  shutting-down
            TERMINATED,    true,  same,  terminated
            PENDING,       true,  other, 'live in us-east-1, but EC2 does not return all its addresses yet'
            RUNNING,       true,  other, address-mismatch
            STOPPING,      true,  other, stopped
            STOPPED,       true,  other, stopped
            UNRECOGNIZED,  true,  other, address-mismatch
            SHUTTING_DOWN, true,  other, shutting-down
            TERMINATED,    true,  other, terminated
            PENDING,       true,  none,  'live in us-east-1, but EC2 does not return all its addresses yet'
            RUNNING,       true,  none,  'live in us-east-1, but EC2 does not return all its addresses yet'
            STOPPING,      true,  none,  stopped
            STOPPED,       true,  none,  stopped
            UNRECOGNIZED,  true,  none,  'live in us-east-1, but EC2 does not return all its addresses yet'
            SHUTTING_DOWN, true,  none,  shutting-down
            TERMINATED,    true,  none,  terminated
            """)
    void theStateAndTheAddressesDecide(State state, boolean unmapStopped, String address, String why) {
        String[] addresses = switch (address) {
            case "same" -> new String[] {"172.16.0.9", ADDRESS};
            case "other" -> new String[] {"10.0.0.2"};
            default -> new String[0];
        };
        Planner planner = new Planner(unmapStopped ? unmappingStopped() : policy());
        assertThat(planner.judge(REGISTERED, fleet(ID, seen(ec2(ID, state, addresses), HOME, LISTED)))
                        .why())
                .isEqualTo(why);
    }

    @Test
    void anInstanceThatNoRegionHasIsNotFoundOnTheEvidenceOfEveryRegion() {
        assertThat(judgeIn(List.of(HOME, AWAY), absent(HOME, LISTED), absent(AWAY, LISTED + 5)))
                .isEqualTo(new Verdict.Stale(
                        StaleReason.NOT_FOUND, List.of(evidence(HOME, LISTED), evidence(AWAY, LISTED + 5))));
    }

    @Test
    void anInstanceThatOneRegionShowsIsStaleOnTheEvidenceOfThatRegion() {
        assertThat(judgeIn(
                        List.of(HOME, AWAY), absent(HOME, LISTED), seen(ec2(ID, State.TERMINATED), AWAY, LISTED + 5)))
                .isEqualTo(new Verdict.Stale(StaleReason.TERMINATED, List.of(evidence(AWAY, LISTED + 5))));
    }

    @Test
    void shouldTwoRegionsShowTheIdTheLivingInstanceGivesTheReason() {
        assertThat(judgeIn(
                        List.of(HOME, AWAY),
                        seen(ec2(ID, State.TERMINATED), HOME, LISTED),
                        seen(running(ID, "10.0.0.2"), AWAY, LISTED)))
                .isEqualTo(
                        new Verdict.Stale(StaleReason.ADDRESS_MISMATCH, List.of(evidence(AWAY, LISTED)), Set.of(ID)));
    }

    @Test
    void aMatchInAnyRegionSuffices() {
        assertThat(judgeIn(List.of(HOME, AWAY), absent(HOME, LISTED), seen(running(ID, ADDRESS), AWAY, LISTED)))
                .isEqualTo(new Verdict.Matched(AWAY));
    }

    @Test
    void aMatchCountsBeforeAnUnknownInAnotherRegion() {
        assertThat(judgeIn(
                        List.of(HOME, AWAY), seen(running(ID), HOME, LISTED), seen(running(ID, ADDRESS), AWAY, LISTED)))
                .isEqualTo(new Verdict.Matched(AWAY));
    }

    @Test
    void aCachedYesMatches() {
        assertThat(judgeIn(List.of(HOME), seen(running(ID, ADDRESS), HOME, BEFORE)))
                .isEqualTo(new Verdict.Matched(HOME));
    }

    @Test
    void aNoRequestedBeforeTheListWasReadLeavesTheVerdictOpen() {
        assertThat(judgeIn(List.of(HOME), absent(HOME, BEFORE))).isEqualTo(open(HOME));
    }

    @Test
    void anEndRequestedBeforeTheListWasReadLeavesTheVerdictOpen() {
        assertThat(judgeIn(List.of(HOME), seen(ec2(ID, State.TERMINATED), HOME, BEFORE)))
                .isEqualTo(open(HOME));
    }

    @Test
    void anotherAddressRequestedBeforeTheListWasReadLeavesTheVerdictOpen() {
        assertThat(judgeIn(List.of(HOME), seen(running(ID, "10.0.0.2"), HOME, BEFORE)))
                .isEqualTo(open(HOME));
    }

    @Test
    void noAddressRequestedBeforeTheListWasReadLeavesTheVerdictOpen() {
        assertThat(judgeIn(List.of(HOME), seen(running(ID), HOME, BEFORE))).isEqualTo(open(HOME));
    }

    @Test
    void anEndInOneRegionLeavesTheVerdictOpenUntilTheOthersHaveAnswered() {
        assertThat(judgeIn(List.of(HOME, AWAY), seen(ec2(ID, State.TERMINATED), HOME, LISTED)))
                .isEqualTo(open(AWAY));
    }

    @Test
    void anIdThatNobodyWasAskedForIsOpenInEveryRegion() {
        assertThat(judgeIn(List.of(HOME, AWAY))).isEqualTo(open(HOME, AWAY));
    }

    @Test
    void anOpenVerdictSaysWhatItWaitsFor() {
        assertThat(judgeIn(List.of(HOME)).why()).isEqualTo("waiting for us-east-1");
    }

    @Test
    void aRegistrationWithoutAnAddressIsSkipped() {
        assertThat(new Planner(policy()).judge(withoutAddress(ID), fleet(ID)))
                .isEqualTo(new Verdict.Skipped("no AWS_INSTANCE_IPV4 attribute"));
    }

    @Test
    void theAttributeForItIsTheIdToMatchBy() {
        RegisteredInstance web = registeredFor(ID, "web-1", ADDRESS);
        assertThat(new Planner(policy()).judge(web, fleet(ID, seen(running(ID, ADDRESS), HOME, LISTED))))
                .isEqualTo(new Verdict.Matched(HOME));
    }

    @Test
    void anIdThatIsNoEc2IdIsNotFoundLikeAnyOther() {
        assertThat(new Planner(policy()).judge(registered("web-1", ADDRESS), fleet("web-1", absent(HOME, LISTED))))
                .isEqualTo(new Verdict.Stale(StaleReason.NOT_FOUND, List.of(evidence(HOME, LISTED))));
    }

    @Test
    void anIdThatIsNoEc2IdIsSkippedWhereOnlyEc2IdsAreJudged() {
        assertThat(new Planner(ec2IdsOnly()).judge(registered("web-1", ADDRESS), fleet("web-1", absent(HOME, LISTED))))
                .isEqualTo(new Verdict.Skipped("neither its id nor AWS_EC2_INSTANCE_ID is an EC2 instance id"));
    }

    @Test
    void whereOnlyEc2IdsAreJudgedTheAttributeIsTheIdThatCounts() {
        assertThat(new Planner(ec2IdsOnly())
                        .judge(registeredFor(ID, "web-1", ADDRESS), fleet(ID, absent(HOME, LISTED)))
                        .why())
                .isEqualTo("not-found");
    }

    @Test
    void aRegistrationOfAnotherAccountIsForeign() {
        Verdict verdict =
                new Planner(policy()).judge(registeredBy("222222222222", ID, ADDRESS), fleet(ID, absent(HOME, LISTED)));
        assertThat(verdict)
                .isEqualTo(new Verdict.Foreign("registered by account 222222222222, which EC2 is not read with"));
    }

    @Test
    void aRegistrationOfOurOwnAccountIsJudged() {
        assertThat(new Planner(policy())
                        .judge(registeredBy(ACCOUNT, ID, ADDRESS), fleet(ID, absent(HOME, LISTED)))
                        .why())
                .isEqualTo("not-found");
    }

    @Test
    void noRegistrationIsForeignWhileNoAccountIsKnown() {
        FleetView fleet = new FleetView(LISTED, Map.of(ID, List.of(absent(HOME, LISTED))), Set.of());
        assertThat(new Planner(policy())
                        .judge(registeredBy("222222222222", ID, ADDRESS), fleet)
                        .why())
                .isEqualTo("not-found");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            ""              | AWS_INSTANCE_IPV4 is empty
            " "             | AWS_INSTANCE_IPV4 is empty
            10.0.0.01       | AWS_INSTANCE_IPV4 is no plain IPv4 address: 10.0.0.01
            ::ffff:10.0.0.1 | AWS_INSTANCE_IPV4 is no plain IPv4 address: ::ffff:10.0.0.1
            10.0.0.1:80     | AWS_INSTANCE_IPV4 is no plain IPv4 address: 10.0.0.1:80
            10.0.0.1/32     | AWS_INSTANCE_IPV4 is no plain IPv4 address: 10.0.0.1/32
            10.0.0.256      | AWS_INSTANCE_IPV4 is no plain IPv4 address: 10.0.0.256
            10.0.1          | AWS_INSTANCE_IPV4 is no plain IPv4 address: 10.0.1
            10.0.0.1.       | AWS_INSTANCE_IPV4 is no plain IPv4 address: 10.0.0.1.
            1.10.0.0.1      | AWS_INSTANCE_IPV4 is no plain IPv4 address: 1.10.0.0.1
            10.0.0.1000     | AWS_INSTANCE_IPV4 is no plain IPv4 address: 10.0.0.1000
            web.example.com | AWS_INSTANCE_IPV4 is no plain IPv4 address: web.example.com
            """)
    void whatIsNoPlainAddressIsSkippedWithTheReasonSaid(String text, String why) {
        assertThat(new Planner(policy()).judge(registered(ID, text), fleet(ID, absent(HOME, LISTED))))
                .isEqualTo(new Verdict.Skipped(why));
    }

    @Test
    void blanksAroundAnAddressAreNoPartOfIt() {
        Planner planner = new Planner(policy());
        assertThat(planner.judge(
                        registered(ID, " " + ADDRESS + "\n"),
                        fleet(ID, seen(ec2(ID, State.RUNNING, ADDRESS), HOME, LISTED))))
                .isEqualTo(new Verdict.Matched(HOME));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "i-0000000?", "i-\u00e9", "two words"})
    void whatEc2CannotBeAskedForIsSkipped(String named) {
        RegisteredInstance instance = registeredFor(named, "web-1", ADDRESS);
        assertThat(instance.lookupIds()).isEmpty();
        assertThat(new Planner(policy()).judge(instance, fleet(ID, absent(HOME, LISTED))))
                .isEqualTo(
                        new Verdict.Skipped("what stands for its EC2 id is none that EC2 can be asked for: " + named));
    }

    @Test
    void anEmptyAttributeNamesNothing() {
        assertThat(registeredFor(" ", "web-1", ADDRESS).lookupIds()).containsExactly("web-1");
        assertThat(registeredFor("*", ID, ADDRESS).lookupIds()).containsExactly(ID);
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_FOUND, false",
        "STOPPED, false",
        "ADDRESS_MISMATCH, false",
        "SHUTTING_DOWN, true",
        "TERMINATED, true"
    })
    void onlyTheEndOfAnInstanceIsFinal(StaleReason reason, boolean isFinal) {
        assertThat(reason.isFinal()).isEqualTo(isFinal);
    }

    @Test
    void theTimeOfAStaleVerdictIsThatOfItsFirstAnswer() {
        Verdict.Stale stale = new Verdict.Stale(
                StaleReason.NOT_FOUND, List.of(evidence(HOME, 7), evidence(AWAY, 5), evidence("ap-south-1", 9)));
        assertThat(stale.firstRequestedAt()).isEqualTo(5);
    }

    @Test
    void theTimeOfAStaleVerdictHoldsWhereTheNanosecondsOverflow() {
        Verdict.Stale stale = new Verdict.Stale(
                StaleReason.NOT_FOUND, List.of(evidence(HOME, Long.MIN_VALUE + 1), evidence(AWAY, Long.MAX_VALUE)));
        assertThat(stale.firstRequestedAt()).isEqualTo(Long.MAX_VALUE);
    }

    private static Verdict open(String... regions) {
        return new Verdict.Open(Stream.of(regions).collect(Collectors.toMap(region -> region, region -> Set.of(ID))));
    }

    private static Verdict judgeIn(List<String> regions, Sighting... sightings) {
        return new Planner(policyIn(regions.toArray(String[]::new))).judge(REGISTERED, fleet(ID, sightings));
    }
}
