package io.github.cloudunmap.reconcile;

import static io.github.cloudunmap.reconcile.FakeAws.outcomes;
import static io.github.cloudunmap.reconcile.Given.AWAY;
import static io.github.cloudunmap.reconcile.Given.HOME;
import static io.github.cloudunmap.reconcile.Given.policyIn;
import static io.github.cloudunmap.reconcile.Given.registered;
import static io.github.cloudunmap.reconcile.Given.running;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import io.github.cloudunmap.reconcile.ReconcileReport.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A whole pass over ports that a test holds in its hand: what is called in which order, and what the report says. */
class ReconcilerTest {
    private final ApiFailure throttled = new ApiFailure("ThrottlingException", "slow down");
    private final FakeAws aws = FakeAws.withOneThatLives();
    private final FakeAws.CloudMap cloudMap = aws.cloudMap;
    private final FakeAws.Region home = aws.ec2(HOME);

    @Test
    void listsThenAsksEc2ThenDeregisters() {
        cloudMap.register(registered("i-1", "10.0.0.1"));
        assertThat(pass().result()).isEqualTo(Result.SUCCESS);
        assertThat(aws.calls)
                .containsExactly(
                        "list", "ask us-east-1 for [i-1]", "ask us-east-1 for [i-1]", "get i-1", "deregister i-1");
    }

    @Test
    void asksForAnswersRequestedAfterTheListHadBeenRead() {
        cloudMap.register(registered("i-1", "10.0.0.1"));
        home.has(running("i-1", "10.0.0.1"));
        cloudMap.afterList = () -> aws.time.advance(Duration.ofSeconds(30));
        pass();
        assertThat(home.askedNotBefore).isEqualTo(Duration.ofSeconds(31).toNanos());
    }

    @Test
    void aPassWithNothingToDoCallsNothingButTheList() {
        assertThat(pass().result()).isEqualTo(Result.SUCCESS);
        assertThat(aws.calls).containsExactly("list");
    }

    @Test
    void reportsWhenThePassRanAndHowLong() {
        cloudMap.register(registered("i-1", "10.0.0.1"));
        aws.time.advance(Duration.ofMinutes(1));
        ReconcileReport report = pass();
        assertThat(report.startedAt()).isEqualTo(Instant.parse("2026-01-01T00:01:00Z"));
        assertThat(report.endedAt()).isEqualTo(Instant.parse("2026-01-01T00:01:05Z"));
        assertThat(report.took()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void aRefusedPlanRemovesNothing() {
        cloudMap.registered.clear();
        cloudMap.register(registered("i-1", "10.0.0.1"), registered("i-2", "10.0.0.2"));
        assertThat(pass().result()).isEqualTo(Result.REFUSED);
        assertThat(aws.calls).containsExactly("list", "ask us-east-1 for [i-1, i-2]");
    }

    @Test
    void aRegionThatFailsFailsThePassAndRemovesNothing() {
        cloudMap.register(registered("i-1", "10.0.0.1"));
        aws.ec2(AWAY).failure = throttled;
        ReconcileReport report = pass(CarriedState.NONE);
        assertThat(report.result()).isEqualTo(Result.ERROR);
        assertThat(report.failure()).containsSame(throttled);
        assertThat(report.plan()).isEmpty();
        assertThat(aws.calls).containsExactly("list", "ask us-east-1 for [i-1]", "ask eu-west-1 for [i-1]");
    }

    @Test
    void aListThatFailsFailsThePassBeforeEc2IsAsked() {
        cloudMap.listFailure = throttled;
        assertThat(pass().failure()).containsSame(throttled);
        assertThat(aws.calls).containsExactly("list");
    }

    @Test
    void whatIsGoneAlreadyIsASuccess() {
        cloudMap.register(registered("i-1", "10.0.0.1"));
        cloudMap.removals.put("i-1", RemovalResult.ALREADY_GONE);
        ReconcileReport report = pass();
        assertThat(outcomes(report)).containsExactly(entry("i-1", RemovalResult.ALREADY_GONE));
        assertThat(report.result()).isEqualTo(Result.SUCCESS);
    }

    @Test
    void whatIsUnderWayAlreadyIsASuccess() {
        cloudMap.register(registered("i-1", "10.0.0.1"));
        cloudMap.removals.put("i-1", RemovalResult.UNDER_WAY);
        ReconcileReport report = pass();
        assertThat(outcomes(report)).containsExactly(entry("i-1", RemovalResult.UNDER_WAY));
        assertThat(report.result()).isEqualTo(Result.SUCCESS);
    }

    @Test
    void afterARemovalThatFailsTheOthersGoOnAndThePassIsAnError() {
        cloudMap.register(registered("i-1", "10.0.0.1"), registered("i-2", "10.0.0.2"), registered("i-3", "10.0.0.3"));
        cloudMap.removals.put("i-1", new ApiFailure("ResourceInUse", "in use"));
        cloudMap.removals.put("i-2", new IllegalStateException("a defect"));
        ReconcileReport report = pass();
        assertThat(outcomes(report))
                .containsExactly(
                        entry("i-1", RemovalResult.FAILED),
                        entry("i-2", RemovalResult.FAILED),
                        entry("i-3", RemovalResult.DEREGISTERED));
        assertThat(report.result()).isEqualTo(Result.ERROR);
        assertThat(report.failure()).isEmpty();
    }

    @Test
    void aDryRunSaysWhatItWouldRemove() {
        cloudMap.register(registered("i-1", "10.0.0.1"));
        ReconcileReport report = new Reconciler(
                        policyIn(HOME), cloudMap, aws.directories(), Deregistrar.DRY_RUN, aws.time, Runnable::run)
                .pass(CarriedState.NONE);
        assertThat(outcomes(report)).containsExactly(entry("i-1", RemovalResult.DRY_RUN));
        assertThat(report.result()).isEqualTo(Result.SUCCESS);
        assertThat(aws.calls).containsExactly("list", "ask us-east-1 for [i-1]", "ask us-east-1 for [i-1]", "get i-1");
    }

    @Test
    void endsThePassBeforeARemovalWhoseEvidenceIsOutdated() {
        cloudMap.register(registered("i-1", "10.0.0.1"), registered("i-2", "10.0.0.2"), registered("i-3", "10.0.0.3"));
        // EC2 is asked at second 1, and the removal of i-2 begins at 300.
        cloudMap.afterRemoval.put("i-1", () -> aws.time.advance(Duration.ofSeconds(294)));
        ReconcileReport report = pass();
        assertThat(outcomes(report))
                .containsExactly(entry("i-1", RemovalResult.DEREGISTERED), entry("i-2", RemovalResult.DEREGISTERED));
        assertThat(report.result()).isEqualTo(Result.ERROR);
        assertThat(report.failure())
                .hasValueSatisfying(failure -> assertThat(failure)
                        .hasMessage(
                                "the removals took so long that EC2's answers are older than 5 minutes; the rest is left to"
                                        + " the next pass")
                        .extracting("code")
                        .isEqualTo("OutdatedEvidence"));
        assertThat(aws.calls).doesNotContain("deregister i-3");
    }

    @Test
    void aTurnThatComesTooLateIsNotUsed() {
        cloudMap.register(registered("i-1", "10.0.0.1"));
        cloudMap.beforeTurn = () -> aws.time.advance(Removals.LONGEST_TRUST.plusSeconds(1));
        ReconcileReport report = pass();
        assertThat(report.result()).isEqualTo(Result.ERROR);
        assertThat(aws.calls).doesNotContain("get i-1", "deregister i-1");
    }

    @Test
    void aRemovalWhoseReadingsTakeTooLongIsNotSent() {
        cloudMap.register(registered("i-1", "10.0.0.1"));
        cloudMap.afterGet = () -> aws.time.advance(Removals.LONGEST_TRUST);
        assertThat(outcomes(pass())).containsExactly(entry("i-1", RemovalResult.FAILED));
        assertThat(aws.calls).doesNotContain("deregister i-1");
    }

    @Test
    void aThrottledRemovalThatThePassLeavesHasFailed() {
        cloudMap.register(registered("i-1", "10.0.0.1"));
        cloudMap.removals.put("i-1", new ApiFailure("ThrottlingException", "Rate exceeded"));
        Iterator<Duration> waits =
                List.of(Duration.ZERO, Removals.LONGEST_TRUST).iterator();
        cloudMap.beforeTurn = () -> aws.time.advance(waits.next());
        ReconcileReport report = pass();
        assertThat(outcomes(report)).containsExactly(entry("i-1", RemovalResult.FAILED));
        assertThat(report.failure())
                .hasValueSatisfying(failure -> assertThat(failure).hasMessageContaining("5 minutes"));
    }

    @Test
    void aDefectInAPortIsAFailedPass() {
        IllegalStateException defect = new IllegalStateException("a defect");
        cloudMap.listFailure = defect;
        ReconcileReport report = pass();
        assertThat(report.result()).isEqualTo(Result.ERROR);
        assertThat(report.failure()).containsSame(defect);
    }

    @Test
    void anErrorOfTheJvmInTheListIsThrown() {
        cloudMap.listFailure = new InternalError("a broken JVM");
        assertThatThrownBy(this::pass).isSameAs(cloudMap.listFailure);
    }

    @Test
    void anErrorOfTheJvmInAnAnswerIsThrown() {
        cloudMap.register(registered("i-1", "10.0.0.1"));
        home.failure = new InternalError("a broken JVM");
        assertThatThrownBy(this::pass).isSameAs(home.failure);
    }

    @Test
    void anErrorOfTheJvmInARemovalIsThrown() {
        cloudMap.register(registered("i-1", "10.0.0.1"));
        InternalError error = new InternalError("a broken JVM");
        cloudMap.removals.put("i-1", error);
        assertThatThrownBy(this::pass).isSameAs(error);
    }

    private ReconcileReport pass() {
        return aws.pass(CarriedState.NONE);
    }

    private ReconcileReport pass(CarriedState earlier) {
        return aws.pass(earlier);
    }
}
