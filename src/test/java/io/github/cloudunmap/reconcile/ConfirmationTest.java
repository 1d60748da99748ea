package io.github.cloudunmap.reconcile;

import static io.github.cloudunmap.reconcile.FakeAws.outcomes;
import static io.github.cloudunmap.reconcile.Given.AWAY;
import static io.github.cloudunmap.reconcile.Given.HOME;
import static io.github.cloudunmap.reconcile.Given.ec2;
import static io.github.cloudunmap.reconcile.Given.registered;
import static io.github.cloudunmap.reconcile.Given.registeredFor;
import static io.github.cloudunmap.reconcile.Given.running;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.cloudunmap.reconcile.Ec2Instance.State;
import io.github.cloudunmap.reconcile.Evidence.Suspicion;
import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import io.github.cloudunmap.reconcile.ReconcileReport.Result;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is read again right before its removal, and what then becomes of it. */
class ConfirmationTest {
    private final ApiFailure throttled = new ApiFailure("ThrottlingException", "slow down");
    private final ApiFailure denied = new ApiFailure("AccessDeniedException", "not permitted");
    private final FakeAws aws = FakeAws.withOneThatLives();
    private final FakeAws.CloudMap cloudMap = aws.cloudMap;
    private final FakeAws.Region home = aws.ec2(HOME);

    @Test
    void readsEc2OnceForAllAndEachRegistrationRightBeforeItsRemoval() {
        cloudMap.register(registered("i-1", "10.0.0.1"), registered("i-2", "10.0.0.2"));
        home.has(running("i-1", "10.0.0.8"), running("i-2", "10.0.0.9"));
        pass();
        assertThat(aws.calls)
                .containsExactly(
                        "list",
                        "ask us-east-1 for [i-1, i-2]",
                        "ask us-east-1 for [i-1, i-2]",
                        "get i-1",
                        "deregister i-1",
                        "get i-2",
                        "deregister i-2");
    }

    @Test
    void readsAStoppedInstanceAgain() {
        cloudMap.register(registered("i-1", "10.0.0.1"));
        home.has(ec2("i-1", State.STOPPED, "10.0.0.1"));
        home.afterAnswer = () -> home.has(running("i-1", "10.0.0.1"));
        ServicePolicy policy = Given.unmappingStopped();
        ReconcileReport report = new Reconciler(policy, cloudMap, aws.directories(), cloudMap, aws.time, Runnable::run)
                .pass(CarriedState.NONE);
        assertThat(outcomes(report)).containsExactly(entry("i-1", RemovalResult.CHANGED));
        assertThat(aws.calls).doesNotContain("deregister i-1");
    }

    @Test
    void readsEveryRegionAgain() {
        cloudMap.register(registered("i-1", "10.0.0.1"));
        aws.ec2(AWAY).afterAnswer = () -> aws.ec2(AWAY).has(running("i-1", "10.0.0.1"));
        assertThat(outcomes(pass())).containsExactly(entry("i-1", RemovalResult.CHANGED));
    }

    @Test
    void keepsWhatEc2ShowsWithoutItsAddressTheSecondTime() {
        cloudMap.register(registered("i-1", "10.0.0.1"));
        home.afterAnswer = () -> home.has(ec2("i-1", State.PENDING));
        assertThat(outcomes(pass())).containsExactly(entry("i-1", RemovalResult.CHANGED));
    }

    @Test
    void keepsWhatEc2HasOnlyNowStoppedShowing() {
        cloudMap.register(registered("i-1", "10.0.0.1"));
        home.has(running("i-1", "10.0.0.8"));
        home.afterAnswer = () -> home.hasNot("i-1");
        assertThat(outcomes(pass())).containsExactly(entry("i-1", RemovalResult.CHANGED));
    }

    @Test
    void doesNotAskEc2AgainWhatHasEnded() {
        cloudMap.register(registered("i-1", "10.0.0.1"));
        home.has(ec2("i-1", State.TERMINATED));
        pass();
        assertThat(aws.calls).containsExactly("list", "ask us-east-1 for [i-1]", "get i-1", "deregister i-1");
    }

    @Test
    void readsTheRegistrationAgainOfWhatHasEnded() {
        cloudMap.register(registered("i-1", "10.0.0.1"));
        home.has(ec2("i-1", State.TERMINATED));
        cloudMap.afterList = () -> cloudMap.register(registeredFor("i-2", "i-1", "10.0.0.1"));
        assertThat(outcomes(pass())).containsExactly(entry("i-1", RemovalResult.CHANGED));
    }

    @Test
    void doesNotRemoveOnASuspectAnswer() {
        cloudMap.register(registered("i-1", "10.0.0.1"));
        home.afterAnswer = () -> home.suspicion = new Suspicion(3, aws.time.nanos(), Duration.ofMinutes(15));
        assertThat(outcomes(pass())).containsExactly(entry("i-1", RemovalResult.FAILED));
        assertThat(aws.calls).doesNotContain("deregister i-1");
    }

    @Test
    void readsBothSidesAgainBeforeItSendsAThrottledRemovalAgain() {
        cloudMap.register(registered("i-1", "10.0.0.1"));
        cloudMap.nextRemovals.put("i-1", new ArrayDeque<>(List.of(throttled, throttled)));
        assertThat(outcomes(pass())).containsExactly(entry("i-1", RemovalResult.DEREGISTERED));
        assertThat(aws.calls.subList(2, aws.calls.size()))
                .containsExactly(
                        "ask us-east-1 for [i-1]",
                        "get i-1",
                        "deregister i-1",
                        "ask us-east-1 for [i-1]",
                        "get i-1",
                        "deregister i-1",
                        "ask us-east-1 for [i-1]",
                        "get i-1",
                        "deregister i-1");
    }

    @Test
    void leavesAThrottledRemovalAloneThatALivingInstanceHasTakenOver() {
        cloudMap.register(registeredFor("i-1", "web-1", "10.0.0.1"));
        cloudMap.nextRemovals.put("web-1", new ArrayDeque<>(List.of(throttled)));
        cloudMap.afterGet = () -> {
            if (aws.calls.contains("deregister web-1")) {
                cloudMap.register(registeredFor("i-2", "web-1", "10.0.0.2"));
            }
        };
        assertThat(outcomes(pass())).containsExactly(entry("web-1", RemovalResult.CHANGED));
    }

    @Test
    void leavesAThrottledRemovalToTheNextPassAfterFiveSendings() {
        cloudMap.register(registered("i-1", "10.0.0.1"));
        cloudMap.removals.put("i-1", throttled);
        assertThat(outcomes(pass())).containsExactly(entry("i-1", RemovalResult.FAILED));
        assertThat(aws.calls).filteredOn("deregister i-1"::equals).hasSize(Removals.MOST_SENDINGS);
    }

    @Test
    void doesNotSendAgainWhatHadNoAnswer() {
        cloudMap.register(registered("i-1", "10.0.0.1"));
        cloudMap.removals.put("i-1", new ApiFailure("NoAnswer", "connection reset"));
        assertThat(outcomes(pass())).containsExactly(entry("i-1", RemovalResult.FAILED));
        assertThat(aws.calls).filteredOn("deregister i-1"::equals).hasSize(1);
    }

    @Test
    void sendsNothingMoreThanFifteenSecondsAfterTheEarlierReading() {
        cloudMap.register(registered("i-1", "10.0.0.1"));
        cloudMap.afterGet = () -> aws.time.advance(Confirmation.SENDABLE);
        assertThat(outcomes(pass())).containsExactly(entry("i-1", RemovalResult.FAILED));
        assertThat(aws.calls).doesNotContain("deregister i-1");
    }

    @Test
    void readsEc2AnewWhenTheReadingIsOlderThanFiveSeconds() {
        registerMovedInstances(4);
        pass();
        // Each call takes a second.
        assertThat(aws.calls.subList(2, aws.calls.size()))
                .containsExactly(
                        "ask us-east-1 for [i-1, i-2, i-3, i-4]",
                        "get i-1",
                        "deregister i-1",
                        "get i-2",
                        "deregister i-2",
                        "get i-3",
                        "deregister i-3",
                        "ask us-east-1 for [i-4]",
                        "get i-4",
                        "deregister i-4");
    }

    @Test
    void leavesARegistrationAloneThatHasChangedMeanwhile() {
        cloudMap.register(registered("i-1", "10.0.0.1"));
        home.has(running("i-1", "10.0.0.8"));
        cloudMap.afterList = () -> cloudMap.register(registered("i-1", "10.0.0.8"));
        ReconcileReport report = pass();
        assertThat(outcomes(report)).containsExactly(entry("i-1", RemovalResult.CHANGED));
        assertThat(report.result()).isEqualTo(Result.SUCCESS);
        assertThat(aws.calls).doesNotContain("deregister i-1");
    }

    @Test
    void leavesARegistrationAloneThatHasGoneMeanwhile() {
        cloudMap.register(registered("i-1", "10.0.0.1"));
        home.has(running("i-1", "10.0.0.8"));
        cloudMap.afterList = () -> cloudMap.registered.remove("i-1");
        assertThat(outcomes(pass())).containsExactly(entry("i-1", RemovalResult.CHANGED));
    }

    @Test
    void listsOnceForAllOfThePassWhereGetInstanceIsDenied() {
        cloudMap.register(registered("i-1", "10.0.0.1"), registered("i-2", "10.0.0.2"));
        home.has(running("i-1", "10.0.0.8"), running("i-2", "10.0.0.9"));
        cloudMap.getFailure = denied;
        pass();
        assertThat(aws.calls)
                .containsExactly(
                        "list",
                        "ask us-east-1 for [i-1, i-2]",
                        "ask us-east-1 for [i-1, i-2]",
                        "get i-1",
                        "list",
                        "deregister i-1",
                        "deregister i-2");
    }

    @Test
    void listsOnceForAllThatHasEndedWhereGetInstanceIsDenied() {
        cloudMap.register(registered("i-1", "10.0.0.1"), registered("i-2", "10.0.0.2"));
        home.has(ec2("i-1", State.TERMINATED), ec2("i-2", State.TERMINATED));
        cloudMap.getFailure = denied;
        pass();
        assertThat(aws.calls)
                .containsExactly(
                        "list", "ask us-east-1 for [i-1, i-2]", "get i-1", "list", "deregister i-1", "deregister i-2");
    }

    @Test
    void leavesAloneWhatTheSecondListShowsChanged() {
        cloudMap.register(registered("i-1", "10.0.0.1"), registered("i-2", "10.0.0.2"));
        home.has(running("i-1", "10.0.0.8"), running("i-2", "10.0.0.9"));
        cloudMap.getFailure = denied;
        cloudMap.afterList = () -> cloudMap.register(registered("i-2", "10.0.0.9"));
        assertThat(outcomes(pass()))
                .containsOnly(entry("i-1", RemovalResult.DEREGISTERED), entry("i-2", RemovalResult.CHANGED));
    }

    @Test
    void leavesANameAloneThatAnotherInstanceHasTakenOver() {
        cloudMap.register(registeredFor("i-1", "web-1", "10.0.0.1"));
        cloudMap.afterList = () -> cloudMap.register(registeredFor("i-2", "web-1", "10.0.0.1"));
        assertThat(outcomes(pass())).containsExactly(entry("web-1", RemovalResult.CHANGED));
        assertThat(aws.calls).doesNotContain("deregister web-1");
    }

    @Test
    void listsAnewWhenTheListIsOlderThanFiveSecondsOrThanEc2sAnswer() {
        registerMovedInstances(7);
        cloudMap.getFailure = denied;
        pass();
        // Each call takes a second.
        assertThat(aws.calls.subList(2, aws.calls.size()))
                .containsExactly(
                        "ask us-east-1 for [i-1, i-2, i-3, i-4, i-5, i-6, i-7]",
                        "get i-1",
                        "list",
                        "deregister i-1",
                        "deregister i-2",
                        "deregister i-3",
                        "ask us-east-1 for [i-4, i-5, i-6, i-7]",
                        "list",
                        "deregister i-4",
                        "deregister i-5",
                        "deregister i-6",
                        "deregister i-7");
    }

    @Test
    void leavesAloneWhatChangedAfterTheSecondList() {
        registerMovedInstances(4);
        cloudMap.getFailure = denied;
        cloudMap.afterRemoval.put("i-3", () -> cloudMap.register(registered("i-4", "10.0.1.4")));
        assertThat(outcomes(pass())).containsEntry("i-4", RemovalResult.CHANGED);
    }

    @Test
    void doesNotRemoveWhatCannotBeReadAgain() {
        cloudMap.register(registered("i-1", "10.0.0.1"), registered("i-2", "10.0.0.2"));
        home.has(running("i-1", "10.0.0.8"));
        cloudMap.getFailure = new ApiFailure("InternalFailure", "try later");
        ReconcileReport report = pass();
        assertThat(outcomes(report))
                .containsExactly(entry("i-1", RemovalResult.FAILED), entry("i-2", RemovalResult.FAILED));
        assertThat(report.result()).isEqualTo(Result.ERROR);
        assertThat(aws.calls).doesNotContain("deregister i-1", "deregister i-2");
    }

    @Test
    void doesNotRemoveWhereTheSecondListFails() {
        cloudMap.register(registered("i-1", "10.0.0.1"));
        home.has(running("i-1", "10.0.0.8"));
        cloudMap.getFailure = denied;
        cloudMap.afterList = () -> cloudMap.listFailure = throttled;
        assertThat(outcomes(pass())).containsExactly(entry("i-1", RemovalResult.FAILED));
        assertThat(aws.calls).doesNotContain("deregister i-1");
    }

    @Test
    void doesNotGoBackToAnOldListBecauseANewerOneFailed() {
        registerMovedInstances(7);
        cloudMap.getFailure = denied;
        cloudMap.afterRemoval.put("i-3", () -> cloudMap.listFailure = throttled);
        assertThat(outcomes(pass()))
                .containsEntry("i-3", RemovalResult.DEREGISTERED)
                .containsEntry("i-4", RemovalResult.FAILED)
                .containsEntry("i-7", RemovalResult.FAILED);
    }

    /** {@code i-1}, {@code i-2}, …, each alive at another address than it is registered with. */
    private void registerMovedInstances(int count) {
        for (int host = 1; host <= count; host++) {
            cloudMap.register(registered("i-" + host, "10.0.0." + host));
            home.has(running("i-" + host, "10.0.1." + host));
        }
    }

    private ReconcileReport pass() {
        return aws.pass(CarriedState.NONE);
    }
}
