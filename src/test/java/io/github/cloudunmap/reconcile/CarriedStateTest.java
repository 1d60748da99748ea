package io.github.cloudunmap.reconcile;

import static io.github.cloudunmap.reconcile.FakeAws.outcomes;
import static io.github.cloudunmap.reconcile.Given.registered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.cloudunmap.reconcile.Deregistrar.OperationState;
import io.github.cloudunmap.reconcile.Plan.StaleSince;
import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import io.github.cloudunmap.reconcile.ReconcileReport.Result;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a pass hands on to the next: since when each registration is stale, and which removals are under way. */
class CarriedStateTest {
    private final ApiFailure throttled = new ApiFailure("ThrottlingException", "slow down");
    private final FakeAws aws = FakeAws.withOneThatLives();
    private final FakeAws.CloudMap cloudMap = aws.cloudMap;

    @Test
    void aFailedPassHandsOnWhatItKnewOfGrace() {
        StaleSince known = knownStale(registered("i-1", "10.0.0.1"));
        cloudMap.listFailure = throttled;
        assertThat(pass(new CarriedState(known, List.of())).carriedState().staleSince())
                .isEqualTo(known);
    }

    @Test
    void aPassHandsOnSinceWhenEachIsStale() {
        cloudMap.register(registered("i-1", "10.0.0.1"));
        cloudMap.removals.put("i-1", ApiFailure.refusal("ResourceInUse", "in use", null));
        assertThat(pass().carriedState().staleSince().streaks())
                .containsExactly(entry(
                        StaleSince.Registration.of(registered("i-1", "10.0.0.1")),
                        new StaleSince.Streak(
                                Duration.ofSeconds(2).toNanos(),
                                Duration.ofSeconds(2).toNanos(),
                                0,
                                Set.of())));
    }

    @Test
    void aRegistrationThatChangesBeforeItsRemovalStartsAnewWhenItComesBack() {
        cloudMap.register(registered("i-1", "10.0.0.1"));
        cloudMap.afterList = () -> cloudMap.registered.remove("i-1");
        assertThat(pass().carriedState().staleSince()).isEqualTo(StaleSince.NONE);
    }

    @ParameterizedTest
    @EnumSource(names = {"DEREGISTERED", "ALREADY_GONE", "UNDER_WAY"})
    void aRegistrationThatMayBeGoneStartsAnewWhenItComesBack(RemovalResult result) {
        cloudMap.register(registered("i-1", "10.0.0.1"));
        cloudMap.removals.put("i-1", result);
        assertThat(pass().carriedState().staleSince()).isEqualTo(StaleSince.NONE);
    }

    @Test
    void soDoesOneWhoseRemovalFailsWithoutARefusal() {
        cloudMap.register(registered("i-1", "10.0.0.1"));
        cloudMap.removals.put("i-1", new ApiFailure("NoAnswer", "DeregisterInstance of i-1"));
        assertThat(pass().carriedState().staleSince()).isEqualTo(StaleSince.NONE);
    }

    @Test
    void aRefusedRemovalHandsOnSinceWhenTheRegistrationWasStale() {
        cloudMap.register(registered("i-1", "10.0.0.1"), registered("i-2", "10.0.0.2"));
        cloudMap.removals.put("i-1", ApiFailure.refusal("ResourceInUse", "in use", null));
        cloudMap.removals.put("i-2", throttled);
        assertThat(pass().carriedState().staleSince().streaks()).hasSize(2);
    }

    /** A list that is read before the end of the removal still has the registration that is to go. */
    @ParameterizedTest
    @MethodSource("whatCloudMapMaySayOfARemovalThatHasNotFailed")
    void aRegistrationStartsAnewAfterTheEndOfItsRemovalOnly(Object answer) {
        cloudMap.register(registered("i-1", "10.0.0.1"));
        CarriedState accepted = pass().carriedState();
        cloudMap.operations.put("op-i-1", answer);
        cloudMap.removals.put("i-1", ApiFailure.refusal("ResourceInUse", "in use", null));
        assertThat(pass(accepted).carriedState().staleSince()).isEqualTo(StaleSince.NONE);
    }

    static Stream<Object> whatCloudMapMaySayOfARemovalThatHasNotFailed() {
        return Stream.of(
                new OperationState.UnderWay(),
                new OperationState.Done(),
                new ApiFailure("Timeout", "GetOperation"),
                "that it has forgotten the operation");
    }

    @Test
    void aRemovalWhoseOutcomeCannotBeReadDelaysTheNextForTenMinutesOnly() {
        cloudMap.register(registered("i-1", "10.0.0.1"));
        CarriedState accepted = pass().carriedState();
        cloudMap.operations.put("op-i-1", new ApiFailure("InternalFailure", "GetOperation"));
        cloudMap.removals.put("i-1", ApiFailure.refusal("ResourceInUse", "in use", null));
        aws.time.advance(Duration.ofMinutes(10));
        assertThat(pass(accepted).carriedState().staleSince().streaks()).hasSize(1);
    }

    @Test
    void aRegistrationWhoseRemovalFailsLaterWaitsFromThePassThatListsIt() {
        cloudMap.register(registered("i-1", "10.0.0.1"));
        CarriedState accepted = pass().carriedState();
        cloudMap.operations.put("op-i-1", new OperationState.Failed("ACCESS_DENIED", "no access"));
        cloudMap.removals.put("i-1", ApiFailure.refusal("ResourceInUse", "in use", null));
        assertThat(pass(accepted).carriedState().staleSince().streaks()).hasSize(1);
    }

    @Test
    void aRemovalThatFailsBeforeItIsSentHandsOnSinceWhenTheRegistrationWasStale() {
        cloudMap.register(registered("i-1", "10.0.0.1"));
        cloudMap.getFailure = new ApiFailure("Timeout", "GetInstance of i-1");
        ReconcileReport report = pass();
        assertThat(outcomes(report)).containsEntry("i-1", RemovalResult.FAILED);
        assertThat(report.carriedState().staleSince().streaks()).hasSize(1);
    }

    @Test
    void aPassEndedByOutdatedEvidenceHandsOnWhatItSaw() {
        cloudMap.register(registered("i-1", "10.0.0.1"), registered("i-2", "10.0.0.2"));
        cloudMap.afterRemoval.put("i-1", () -> aws.time.advance(Removals.LONGEST_TRUST));
        ReconcileReport report = pass();
        assertThat(report.result()).isEqualTo(Result.ERROR);
        assertThat(report.carriedState().staleSince().streaks())
                .containsKey(StaleSince.Registration.of(registered("i-2", "10.0.0.2")));
    }

    @Test
    void aPassRefusedByNeverAllHandsOnWhatItWasGiven() {
        cloudMap.registered.clear();
        cloudMap.register(registered("i-1", "10.0.0.1"));
        StaleSince known = knownStale(registered("i-1", "10.0.0.1"));
        assertThat(pass(new CarriedState(known, List.of())).carriedState().staleSince())
                .isEqualTo(known);
    }

    private static StaleSince knownStale(RegisteredInstance instance) {
        return new StaleSince(Map.of(StaleSince.Registration.of(instance), new StaleSince.Streak(7, 6, 0, Set.of())));
    }

    private ReconcileReport pass() {
        return aws.pass(CarriedState.NONE);
    }

    private ReconcileReport pass(CarriedState earlier) {
        return aws.pass(earlier);
    }
}
