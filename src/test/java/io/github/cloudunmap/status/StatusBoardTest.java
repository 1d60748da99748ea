package io.github.cloudunmap.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.CarriedState;
import io.github.cloudunmap.reconcile.Evidence;
import io.github.cloudunmap.reconcile.Plan;
import io.github.cloudunmap.reconcile.Plan.StaleSince;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.ReconcileReport.Outcome;
import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import io.github.cloudunmap.reconcile.RegisteredInstance;
import io.github.cloudunmap.reconcile.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of reports, reloads and suspicions. */
class StatusBoardTest {
    private static final Instant START = Instant.parse("2026-11-30T14:00:00Z");
    private static final Instant END = START.plusSeconds(60);

    private final StatusBoard board = board("/var/lib/un map");

    private static StatusBoard board(@Nullable String stateDirectory) {
        StatusBoard board = new StatusBoard(
                new Status.Program("3", "c", "17", START, stateDirectory),
                new Status.Configuration("unmap.yaml", "old", START, null));
        board.add(ShownStatus.service("srv-a", "the shop", null));
        return board;
    }

    @Test
    void aPassIsShownUntilTheNext() {
        board.ended(report(plan(waiting(90)), List.of(), null));

        Status.Service service = board.at(END).services().get(0);
        assertThat(service.lastSuccessAt()).isEqualTo(END);
        Status.Pass pass = Objects.requireNonNull(service.lastPass());
        assertThat(pass.verdicts())
                .containsEntry("stale", 1)
                .containsEntry("matched", 0)
                .doesNotContainKey("open");
        assertThat(pass.waiting()).isEqualTo(1);
        assertThat(pass.waits()).containsExactly(new Status.Wait("i-1", "settle-time", END.plusSeconds(90), 3));

        board.ended(report(null, List.of(), new ApiFailure("AccessDenied", "no https://user:secret@x")));
        Status.Service failed = board.at(END).services().get(0);
        assertThat(failed.lastSuccessAt()).isEqualTo(END);
        Status.Pass failedPass = Objects.requireNonNull(failed.lastPass());
        assertThat(failedPass.error()).isEqualTo("no https://***@x");
        assertThat(failedPass.errorCode()).isEqualTo("AccessDenied");
    }

    @Test
    void theLastHundredRemovalsAreKeptWithTheirCommand() {
        IntStream.range(0, 101)
                .forEach(i -> board.ended(report(
                        plan(waiting(0)), List.of(new Outcome(removal("i-" + i), RemovalResult.DEREGISTERED)), null)));
        board.ended(report(plan(waiting(0)), List.of(new Outcome(removal("i-dry"), RemovalResult.DRY_RUN)), null));

        List<Status.Removal> removals = board.at(END).removals();
        assertThat(removals).hasSize(100);
        assertThat(removals.get(0))
                .isEqualTo(new Status.Removal(
                        END,
                        "srv-a",
                        "the shop",
                        "i-100",
                        "10.0.0.1",
                        "terminated",
                        "pass-1",
                        "aws-cloud-unmap restore --state-directory '/var/lib/un map' --pass pass-1"));
        assertThat(removals.get(99).instanceId()).isEqualTo("i-1");
    }

    @Test
    void withoutAStateDirectoryNothingCanBeRestored() {
        StatusBoard without = board(null);
        without.ended(report(plan(waiting(0)), List.of(new Outcome(removal("i-1"), RemovalResult.DEREGISTERED)), null));

        assertThat(without.at(END).removals().get(0).restoreCommand()).isNull();
    }

    @Test
    void newSettingsKeepThePassesAndARemovedServiceStaysAway() {
        ReconcileReport report = report(plan(waiting(0)), List.of(), null);
        board.ended(report);
        board.add(ShownStatus.service("srv-a", "renamed", null));

        assertThat(board.at(END).services().get(0).name()).isEqualTo("renamed");
        assertThat(board.at(END).services().get(0).lastPass()).isNotNull();

        board.remove("srv-a");
        board.ended(report);
        assertThat(board.at(END).services()).isEmpty();
    }

    @Test
    void aRegionIsSuspectUntilNoRoleSuspectsIt() {
        board.suspected("eu-west-1", 0, START);
        assertThat(board.at(END).suspectRegions()).isEmpty();
        board.suspected("eu-west-1", 1, START);
        board.suspected("eu-west-1", 1, END);
        assertThat(board.at(END).suspectRegions()).containsExactly(new Status.SuspectRegion("eu-west-1", 2, START));
        board.suspected("eu-west-1", -1, END);
        board.suspected("eu-west-1", -1, END);
        assertThat(board.at(END).suspectRegions()).isEmpty();
    }

    @Test
    void aQueueFailsUntilItHasBeenReadAndItsMessagesAreDeleted() {
        board.addQueue("https://q", List.of("matched", "failed"));
        assertThat(board.at(END).queues())
                .containsExactly(new Status.Queue("https://q", null, null, Map.of("matched", 0L, "failed", 0L)));

        board.queueFailed("https://q", "AccessDenied", "no", true, START);
        board.queueTaken("https://q", "failed");
        board.queueRead("https://q", START.plusSeconds(1));
        board.queueTaken("https://q", "matched");
        board.queueFailed("https://q", "RequestThrottled", "slower", false, END);
        assertThat(board.at(END).queues())
                .containsExactly(new Status.Queue(
                        "https://q",
                        START.plusSeconds(1),
                        new Status.QueueError("RequestThrottled", START, "slower", false),
                        Map.of("matched", 1L, "failed", 1L)));

        board.queueRecovered("https://q");
        assertThat(board.at(END).queues().get(0).error()).isNull();
        board.queueFailed("https://q", "AccessDenied", "no", true, END);
        assertThat(board.at(END).queues().get(0).error())
                .isEqualTo(new Status.QueueError("AccessDenied", END, "no", true));
    }

    @Test
    void aFailedReloadLeavesTheConfigurationInEffect() {
        board.reloaded("new", START.plusSeconds(1), "1 added");
        board.notReloaded(END, "bad file");

        assertThat(board.at(END).configuration())
                .isEqualTo(new Status.Configuration(
                        "unmap.yaml", "new", START.plusSeconds(1), new Status.Reload(END, false, "bad file")));
    }

    private static Plan.Removal removal(String id) {
        return new Plan.Removal(
                new RegisteredInstance(id, Map.of("AWS_INSTANCE_IPV4", "10.0.0.1"), null),
                new Verdict.Stale(Verdict.StaleReason.TERMINATED, List.of(new Evidence("us-east-1", "req", 0))));
    }

    private static List<Plan.Waiting> waiting(int seconds) {
        return seconds == 0
                ? List.of()
                : List.of(new Plan.Waiting(
                        removal("i-1").instance(),
                        Duration.ofSeconds(1000 + seconds).toNanos(),
                        true,
                        3));
    }

    private static Plan plan(List<Plan.Waiting> waiting) {
        Plan.Removal stale = removal("i-1");
        return new Plan(
                List.of(new Plan.Judgement(stale.instance(), stale.verdict())),
                waiting,
                new Plan.NothingToDo(),
                StaleSince.NONE);
    }

    private static ReconcileReport report(@Nullable Plan plan, List<Outcome> outcomes, @Nullable Exception failure) {
        return new ReconcileReport(
                "srv-a",
                "pass-1",
                START,
                END,
                Duration.ofSeconds(1000).toNanos(),
                Duration.ofSeconds(60),
                plan,
                outcomes,
                failure,
                List.of(),
                CarriedState.NONE);
    }
}
