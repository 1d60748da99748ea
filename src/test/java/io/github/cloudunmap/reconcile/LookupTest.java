package io.github.cloudunmap.reconcile;

import static io.github.cloudunmap.reconcile.Given.AWAY;
import static io.github.cloudunmap.reconcile.Given.HOME;
import static io.github.cloudunmap.reconcile.Given.ec2;
import static io.github.cloudunmap.reconcile.Given.policyIn;
import static io.github.cloudunmap.reconcile.Given.registered;
import static io.github.cloudunmap.reconcile.Given.registeredBy;
import static io.github.cloudunmap.reconcile.Given.registeredFor;
import static io.github.cloudunmap.reconcile.Given.running;
import static io.github.cloudunmap.reconcile.Given.withoutAddress;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cloudunmap.reconcile.Ec2Instance.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which regions a pass asks for which ids, and which failures it can go on without. */
class LookupTest {
    private static final RegisteredInstance FIRST = registered("i-1", "10.0.0.1");
    private static final RegisteredInstance SECOND = registered("i-2", "10.0.0.2");
    private static final Ec2Instance FIRST_LIVE = running("i-1", "10.0.0.1");
    private static final Ec2Instance SECOND_LIVE = running("i-2", "10.0.0.2");

    private final FakeAws aws = new FakeAws();
    private final FakeAws.Region home = aws.ec2(HOME);
    private final FakeAws.Region away = aws.ec2(AWAY);
    private final Planner planner = new Planner(policyIn(HOME, AWAY));

    @Test
    void whatTheCacheMatchesIsNotAskedFor() {
        home.caching(FIRST_LIVE);
        away.caching(SECOND_LIVE);
        assertThat(kinds(FIRST, SECOND)).containsOnly(Verdict.Kind.MATCHED);
        assertThat(aws.calls).isEmpty();
    }

    /** A cached yes is no ground for trusting a region that shows nothing since. */
    @Test
    void whereSomethingIsStaleAtLeastOneOfTheOthersIsAskedForById() {
        home.caching(FIRST_LIVE).has(FIRST_LIVE);
        assertThat(kinds(FIRST, SECOND)).containsExactly(Verdict.Kind.MATCHED, Verdict.Kind.STALE);
        assertThat(aws.calls)
                .containsExactly("ask us-east-1 for [i-2]", "ask eu-west-1 for [i-2]", "ask us-east-1 for [i-1]");
    }

    @Test
    void whatTheCacheKeptIsStaleIfEc2ShowsItNoLonger() {
        home.caching(FIRST_LIVE);
        assertThat(kinds(FIRST, SECOND)).containsOnly(Verdict.Kind.STALE);
        assertThat(aws.calls)
                .containsExactly(
                        "ask us-east-1 for [i-2]",
                        "ask eu-west-1 for [i-2]",
                        "ask us-east-1 for [i-1]",
                        "ask eu-west-1 for [i-1]");
    }

    @Test
    void aRegionThatNobodyVouchesForOtherwiseMustNotFail() {
        away.caching(FIRST_LIVE);
        home.hasNot("i-2");
        away.afterAnswer = () -> away.failure = new ApiFailure("RequestLimitExceeded", "slow down");
        assertThatThrownBy(() -> kinds(FIRST, SECOND)).isSameAs(away.failure);
    }

    @Test
    void asksForFewOfManyFirstAndForTheOthersIfTheseDoNotSuffice() {
        List<RegisteredInstance> many = new ArrayList<>(List.of(SECOND));
        for (int i = 100; i < 130; i++) {
            many.add(registered("i-" + i, "10.0.1." + i));
            home.caching(running("i-" + i, "10.0.1." + i));
        }
        home.has(running("i-129", "10.0.1.129"));
        assertThat(kinds(many.toArray(RegisteredInstance[]::new)))
                .contains(Verdict.Kind.MATCHED)
                .hasSize(31);
        assertThat(aws.calls).filteredOn(call -> call.contains("i-100")).hasSize(2);
        assertThat(aws.calls).filteredOn(call -> call.contains("i-129")).hasSize(1);
    }

    @Test
    void inTheSteadyStateEachIdIsAskedForInItsHomeRegionAlone() {
        home.remembering(FIRST_LIVE);
        away.remembering(SECOND_LIVE);
        assertThat(kinds(FIRST, SECOND)).containsOnly(Verdict.Kind.MATCHED);
        assertThat(aws.calls).containsExactly("ask us-east-1 for [i-1]", "ask eu-west-1 for [i-2]");
    }

    @Test
    void anIdThatNobodyRemembersIsAskedForInEveryRegion() {
        away.has(FIRST_LIVE);
        assertThat(kinds(FIRST)).containsExactly(Verdict.Kind.MATCHED);
        assertThat(aws.calls).containsExactly("ask us-east-1 for [i-1]", "ask eu-west-1 for [i-1]");
    }

    @Test
    void anIdThatNobodyRemembersIsAskedForTogetherWithTheOthers() {
        home.remembering(FIRST_LIVE);
        away.has(SECOND_LIVE);
        assertThat(kinds(FIRST, SECOND)).containsOnly(Verdict.Kind.MATCHED);
        assertThat(aws.calls).containsExactly("ask us-east-1 for [i-1, i-2]", "ask eu-west-1 for [i-2]");
    }

    @Test
    void anInstanceThatLeftItsHomeIsAskedForInEveryOtherRegionToo() {
        home.remembering(ec2("i-1", State.TERMINATED));
        assertThat(kinds(FIRST)).containsExactly(Verdict.Kind.STALE);
        assertThat(aws.calls).containsExactly("ask us-east-1 for [i-1]", "ask eu-west-1 for [i-1]");
    }

    @Test
    void aCachedInstanceWithAnotherAddressIsAskedForAgain() {
        home.caching(running("i-1", "10.0.0.9")).has(FIRST_LIVE);
        assertThat(kinds(FIRST)).containsExactly(Verdict.Kind.MATCHED);
        assertThat(aws.calls).containsExactly("ask us-east-1 for [i-1]");
    }

    @Test
    void asksForAnswersNoOlderThanTheList() {
        assertThat(kinds(FIRST)).containsExactly(Verdict.Kind.STALE);
        assertThat(home.askedNotBefore).isEqualTo(Duration.ofSeconds(5).toNanos());
    }

    @Test
    void asksByTheEc2IdOfARegistration() {
        home.has(FIRST_LIVE);
        assertThat(kinds(registeredFor("i-1", "web-1", "10.0.0.1"))).containsExactly(Verdict.Kind.MATCHED);
        assertThat(aws.calls).contains("ask us-east-1 for [i-1]");
    }

    @Test
    void asksForBothIdsOfARegistrationThatNamesTwo() {
        home.has(ec2("i-0000000a", State.TERMINATED));
        assertThat(kinds(registeredFor("i-0000000a", "i-0000000b", "10.0.0.1"))).containsExactly(Verdict.Kind.STALE);
        assertThat(aws.calls)
                .containsExactly(
                        "ask us-east-1 for [i-0000000a, i-0000000b]", "ask eu-west-1 for [i-0000000a, i-0000000b]");
    }

    @Test
    void aRegistrationThatOneOfItsIdsKeepsIsNotAskedFor() {
        away.caching(running("i-0000000b", "10.0.0.1"));
        assertThat(kinds(registeredFor("i-0000000a", "i-0000000b", "10.0.0.1"))).containsExactly(Verdict.Kind.MATCHED);
        assertThat(aws.calls).isEmpty();
    }

    @Test
    void anIdInCapitalsIsAskedForAsEc2WritesIt() {
        home.has(running("i-0000000a", "10.0.0.1"));
        assertThat(kinds(registered("I-0000000A", "10.0.0.1"))).containsExactly(Verdict.Kind.MATCHED);
    }

    @Test
    void doesNotAskForWhatIsSkipped() {
        assertThat(kinds(withoutAddress("lb-1"))).containsExactly(Verdict.Kind.SKIPPED);
        assertThat(aws.calls).isEmpty();
    }

    @Test
    void doesNotAskForWhatIsForeign() {
        home.caching(SECOND_LIVE);
        assertThat(kinds(registeredBy("222222222222", "i-1", "10.0.0.1"), SECOND))
                .containsExactly(Verdict.Kind.FOREIGN, Verdict.Kind.MATCHED);
        assertThat(aws.calls).isEmpty();
    }

    /** Else credentials that have become another account's would never be noticed. */
    @Test
    void asksForWhatIsForeignWhereNothingShowsTheAccountStill() {
        home.caching(SECOND_LIVE);
        assertThat(kinds(registeredBy("222222222222", "i-1", "10.0.0.1"))).containsExactly(Verdict.Kind.FOREIGN);
        assertThat(aws.calls).hasSize(2);
    }

    @Test
    void learnsFromTheAnswersWhichAccountsAreForeign() {
        home.has(SECOND_LIVE);
        assertThat(kinds(registeredBy("222222222222", "i-1", "10.0.0.1"), SECOND))
                .containsExactly(Verdict.Kind.FOREIGN, Verdict.Kind.MATCHED);
    }

    @Test
    void aRegionThatAStaleVerdictNeedsMustNotFail() {
        away.failure = new ApiFailure("RequestLimitExceeded", "slow down");
        assertThatThrownBy(() -> kinds(FIRST)).isSameAs(away.failure);
    }

    @Test
    void theHomeRegionMustNotFailWhereNoOtherHasTheInstance() {
        home.remembering(FIRST_LIVE).failure = new ApiFailure("RequestLimitExceeded", "slow down");
        assertThatThrownBy(() -> kinds(FIRST)).isSameAs(home.failure);
    }

    @Test
    void aRegionThatFailedIsNotAskedAgainInTheSamePass() {
        home.remembering(FIRST_LIVE).failure = new ApiFailure("RequestLimitExceeded", "slow down");
        assertThatThrownBy(() -> kinds(FIRST)).isSameAs(home.failure);
        assertThat(aws.calls).containsExactly("ask us-east-1 for [i-1]", "ask eu-west-1 for [i-1]");
    }

    @Test
    void aRegionThatNoVerdictNeedsMayFail() {
        home.has(FIRST_LIVE);
        away.failure = new ApiFailure("RequestLimitExceeded", "slow down");
        assertThat(kinds(FIRST)).containsExactly(Verdict.Kind.MATCHED);
    }

    @Test
    void aRegionThatHadTheInstanceMayFailWhereAnotherHasItNow() {
        home.remembering(FIRST_LIVE).failure = new ApiFailure("RequestLimitExceeded", "slow down");
        away.has(FIRST_LIVE);
        assertThat(kinds(FIRST)).containsExactly(Verdict.Kind.MATCHED);
    }

    @Test
    void ofSeveralFailuresThatOfTheFirstRegionByNameIsTold() {
        home.failure = new ApiFailure("RequestLimitExceeded", "slow down");
        away.failure = new ApiFailure("UnauthorizedOperation", "no");
        assertThatThrownBy(() -> kinds(FIRST)).isSameAs(away.failure);
    }

    @Test
    void anAnswerThatNeverComesIsAFailure() {
        away.hangs = true;
        assertThatThrownBy(() -> kinds(FIRST)).isInstanceOf(ApiFailure.class).hasMessage("no answer within PT10M");
    }

    @Test
    void whatAnotherServiceHasSeenAliveIsForeignIfItIsNotFound() {
        away.has(SECOND_LIVE);
        home.elsewhere.put("i-1", "ap-south-1");
        home.elsewhere.put("i-2", "ap-south-1");
        assertThat(kinds(FIRST, SECOND)).containsExactly(Verdict.Kind.FOREIGN, Verdict.Kind.MATCHED);

        home.elsewhere.put("i-1", AWAY);
        assertThat(kinds(FIRST, SECOND)).containsExactly(Verdict.Kind.STALE, Verdict.Kind.MATCHED);
    }

    @Test
    void aRegionGivenTwiceIsAskedOnce() {
        FleetView view = new Lookup(new Planner(policyIn(HOME, HOME)), List.of(home, home), aws.time)
                .settle(List.of(FIRST), aws.time.nanos());
        assertThat(new Planner(policyIn(HOME, HOME)).judge(FIRST, view).why()).isEqualTo("not-found");
        assertThat(aws.calls).containsExactly("ask us-east-1 for [i-1]");
    }

    /** The verdicts once the lookup has settled them, for a list that had been read five seconds into the pass. */
    private List<Verdict.Kind> kinds(RegisteredInstance... registered) {
        aws.time.advance(Duration.ofSeconds(5));
        FleetView view = new Lookup(planner, aws.directories(), aws.time).settle(List.of(registered), aws.time.nanos());
        return List.of(registered).stream()
                .map(instance -> planner.judge(instance, view).kind())
                .toList();
    }
}
