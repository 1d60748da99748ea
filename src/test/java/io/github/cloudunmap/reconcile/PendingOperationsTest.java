package io.github.cloudunmap.reconcile;

import static io.github.cloudunmap.reconcile.Given.HOME;
import static io.github.cloudunmap.reconcile.Given.registered;
import static io.github.cloudunmap.reconcile.Given.running;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.cloudunmap.LogLines;
import io.github.cloudunmap.reconcile.CarriedState.PendingOperation;
import io.github.cloudunmap.reconcile.Deregistrar.OperationState.Done;
import io.github.cloudunmap.reconcile.Deregistrar.OperationState.Failed;
import io.github.cloudunmap.reconcile.Deregistrar.OperationState.UnderWay;
import io.github.cloudunmap.reconcile.Plan.StaleSince;
import io.github.cloudunmap.reconcile.ReconcileReport.FailedOperation;
import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import io.github.cloudunmap.reconcile.ReconcileReport.Result;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a pass learns of the removals that Cloud Map had accepted from earlier ones. */
class PendingOperationsTest {
    private final LogLines log = new LogLines("reconcile");
    private final FakeAws aws = new FakeAws();
    private final Map<String, Object> operations = aws.cloudMap.operations;

    @BeforeEach
    void oneLivesAndTwoAreGone() {
        aws.cloudMap.register(
                registered("i-0", "10.0.0.0"), registered("i-1", "10.0.0.1"), registered("i-2", "10.0.0.2"));
        aws.ec2(HOME).has(running("i-0", "10.0.0.0"));
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void handsOnEachRemovalThatWasAccepted() {
        aws.cloudMap.removals.put("i-2", RemovalResult.UNDER_WAY);
        ReconcileReport report = aws.pass(CarriedState.NONE);
        assertThat(report.carriedState().accepted())
                .extracting(PendingOperation::instanceId, PendingOperation::operationId)
                .containsExactly(tuple("i-1", "op-i-1"));
    }

    @Test
    void asksOnceForWhatIsDone() {
        operations.put("op-1", new Done());
        ReconcileReport report = aws.pass(accepted("op-1"));
        assertThat(report.result()).isEqualTo(Result.SUCCESS);
        assertThat(asked()).containsExactly("state op-1");
        assertThat(handedOn(report)).doesNotContain("op-1");
    }

    @Test
    void asksAgainForWhatIsUnderWay() {
        operations.put("op-1", new UnderWay());
        ReconcileReport report = aws.pass(accepted("op-1"));
        assertThat(report.result()).isEqualTo(Result.SUCCESS);
        assertThat(handedOn(report)).contains("op-1");
    }

    @Test
    void aPassThatLearnsOfAFailureIsNoSuccessButGoesOn() {
        operations.put("op-1", new Failed("ACCESS_DENIED", "no access to the hosted zone"));
        ReconcileReport report = aws.pass(accepted("op-1"));
        assertThat(report.result()).isEqualTo(Result.ERROR);
        assertThat(report.failedOperations())
                .extracting(FailedOperation::code, FailedOperation::message)
                .containsExactly(tuple("ACCESS_DENIED", "no access to the hosted zone"));
        assertThat(FakeAws.outcomes(report)).containsOnlyKeys("i-1", "i-2");
        assertThat(handedOn(report)).doesNotContain("op-1");
    }

    @Test
    void forgetsWhatCannotBeLearned() {
        operations.put("op-1", "forgotten");
        ReconcileReport report = aws.pass(accepted("op-1"));
        assertThat(report.result()).isEqualTo(Result.SUCCESS);
        assertThat(handedOn(report)).doesNotContain("op-1");
    }

    @Test
    void aFailureToAskFailsNothingAndKeepsNoOtherFromBeingAskedFor() {
        operations.put("op-1", new ApiFailure("ThrottlingException", "slow down"));
        operations.put("op-2", new Failed("ACCESS_DENIED", "no access to the hosted zone"));
        ReconcileReport report = aws.pass(accepted("op-1", "op-2"));
        assertThat(report.failedOperations()).extracting(FailedOperation::code).containsExactly("ACCESS_DENIED");
        assertThat(asked()).containsExactly("state op-1", "state op-2");
        assertThat(handedOn(report)).contains("op-1").doesNotContain("op-2");
    }

    @Test
    void theOneThatFailedLastComesLast() {
        operations.put("op-1", new ApiFailure("ThrottlingException", "slow down"));
        operations.put("op-2", new UnderWay());
        ReconcileReport report = aws.pass(accepted("op-1", "op-2"));
        assertThat(handedOn(report)).containsExactly("op-i-1", "op-i-2", "op-2", "op-1");
    }

    @Test
    void asksAfterTheRemovals() {
        operations.put("op-1", new UnderWay());
        aws.pass(accepted("op-1"));
        assertThat(aws.calls).startsWith("list").endsWith("deregister i-2", "state op-1");
    }

    @Test
    void asksThoughEc2DoesNotAnswer() {
        aws.ec2(HOME).failure = new ApiFailure("RequestLimitExceeded", "slow down");
        aws.pass(accepted("op-1"));
        assertThat(asked()).containsExactly("state op-1");
    }

    @Test
    void aDefectInAskingFailsNothing() {
        operations.put("op-1", new IllegalStateException("a defect"));
        assertThat(aws.pass(accepted("op-1")).result()).isEqualTo(Result.SUCCESS);
    }

    @Test
    void leavesTheRestToTheNextPassAfterAMinute() {
        String[] many = IntStream.range(0, 100).mapToObj(n -> "op-" + n).toArray(String[]::new);
        for (String operation : many) {
            operations.put(operation, new UnderWay());
        }
        ReconcileReport report = aws.pass(accepted(many));
        assertThat(asked()).hasSize(60); // every call takes a second
        assertThat(handedOn(report)).contains(many);
    }

    @Test
    void asksNoLongerAfterADay() {
        operations.put("op-1", new UnderWay());
        CarriedState earlier = accepted("op-1");
        aws.time.advance(Duration.ofDays(1));
        ReconcileReport report = aws.pass(earlier);
        assertThat(asked()).isEmpty();
        assertThat(handedOn(report)).doesNotContain("op-1");
        CarriedState later = accepted("op-1");
        aws.time.advance(Duration.ofDays(1).minus(Duration.ofMinutes(1)));
        assertThat(handedOn(aws.pass(later))).contains("op-1");
    }

    @Test
    void keepsTheNewestIfThereAreTooMany() {
        String[] many = IntStream.range(0, PendingOperations.MOST)
                .mapToObj(n -> "op-" + n)
                .toArray(String[]::new);
        for (String operation : many) {
            operations.put(operation, new UnderWay());
        }
        ReconcileReport report = aws.pass(accepted(many));
        assertThat(handedOn(report))
                .hasSize(PendingOperations.MOST)
                .doesNotContain("op-60", "op-61")
                .contains("op-0", "op-62", "op-i-1", "op-i-2");
    }

    @Test
    void saysWhatBecameOfTheRemovals() {
        operations.put("op-1", new Failed("ACCESS_DENIED", "no access to the hosted zone"));
        operations.put("op-2", new UnderWay());
        CarriedState earlier = accepted("op-2");
        aws.time.advance(PendingOperations.LONG);
        CarriedState later = accepted("op-1");
        aws.pass(new CarriedState(StaleSince.NONE, both(earlier, later)));
        assertThat(log.lines())
                .anyMatch(line -> line.startsWith("ERROR The removal of instance i-1 from service srv-a failed")
                        && line.endsWith("(operation op-1): ACCESS_DENIED: no access to the hosted zone"))
                .anyMatch(
                        line -> line.startsWith("WARN The removal of instance i-1 from service srv-a is still under"));

        aws.time.advance(PendingOperations.LONGEST);
        aws.pass(earlier);
        assertThat(log.lines()).anyMatch(line -> line.startsWith("INFO What became of the removal of instance i-1"));
    }

    @Test
    void warnsOfNoRemovalThatTakesLessThanAnHour() {
        operations.put("op-1", new UnderWay());
        CarriedState earlier = accepted("op-1");
        aws.time.advance(PendingOperations.LONG.minus(Duration.ofMinutes(1)));
        aws.pass(earlier);
        assertThat(log.lines()).noneMatch(line -> line.contains("under way"));
    }

    private static List<PendingOperation> both(CarriedState one, CarriedState other) {
        return Stream.concat(one.accepted().stream(), other.accepted().stream()).toList();
    }

    @Test
    void aPassThatFailsHandsOnWhatIsNotKnownYet() {
        operations.put("op-1", new UnderWay());
        aws.cloudMap.listFailure = new ApiFailure("ServiceNotFound", "no such service");
        assertThat(handedOn(aws.pass(accepted("op-1")))).containsExactly("op-1");
        assertThat(asked()).isEmpty();
    }

    private CarriedState accepted(String... operationIds) {
        return new CarriedState(
                StaleSince.NONE,
                List.of(operationIds).stream()
                        .map(operation -> new PendingOperation("i-1", operation, aws.time.nanos()))
                        .toList());
    }

    private static List<String> handedOn(ReconcileReport report) {
        return report.carriedState().accepted().stream()
                .map(PendingOperation::operationId)
                .toList();
    }

    private List<String> asked() {
        return aws.calls.stream().filter(call -> call.startsWith("state ")).toList();
    }
}
