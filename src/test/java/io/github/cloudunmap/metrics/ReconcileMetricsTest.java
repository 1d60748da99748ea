package io.github.cloudunmap.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.CarriedState;
import io.github.cloudunmap.reconcile.Plan;
import io.github.cloudunmap.reconcile.Plan.StaleSince;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import io.github.cloudunmap.reconcile.RegisteredInstance;
import io.github.cloudunmap.reconcile.Verdict;
import io.github.cloudunmap.reconcile.Verdict.StaleReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Read over HTTP, as Prometheus does. */
final class ReconcileMetricsTest {
    private static final Instant END = Instant.ofEpochSecond(1_800_000_000);
    private static final Plan.Removal REMOVAL = new Plan.Removal(
            new RegisteredInstance("i-dead", Map.of("AWS_INSTANCE_IPV4", "10.0.0.2"), null),
            new Verdict.Stale(StaleReason.TERMINATED, List.of()));

    private final ServedRegistry served = new ServedRegistry();
    private final ReconcileMetrics metrics = new ReconcileMetrics(served.registry, List.of("srv-web", "srv-queue"));

    @AfterEach
    void close() {
        served.close();
    }

    @Test
    void showsEverySeriesOfAServiceFromTheStart() throws Exception {
        assertThat(ofWeb())
                .containsExactlyInAnyOrder(
                        "up{} 1.0",
                        "failed_operations_total{} 0.0",
                        "frequency_seconds{} 0.0",
                        "last_reconcile_timestamp_seconds{} 0.0",
                        "last_reconcile_success_timestamp_seconds{} 0.0",
                        "reconciles_total{result=\"success\",} 0.0",
                        "reconciles_total{result=\"error\",} 0.0",
                        "reconciles_total{result=\"refused\",} 0.0",
                        "registered_instances{verdict=\"skipped\",} 0.0",
                        "registered_instances{verdict=\"foreign\",} 0.0",
                        "registered_instances{verdict=\"matched\",} 0.0",
                        "registered_instances{verdict=\"unknown\",} 0.0",
                        "registered_instances{verdict=\"stale\",} 0.0",
                        "deregistrations_total{result=\"deregistered\",} 0.0",
                        "deregistrations_total{result=\"already-gone\",} 0.0",
                        "deregistrations_total{result=\"under-way\",} 0.0",
                        "deregistrations_total{result=\"changed\",} 0.0",
                        "deregistrations_total{result=\"dry-run\",} 0.0",
                        "deregistrations_total{result=\"failed\",} 0.0");
    }

    @Test
    void showsWhatASuccessfulPassFoundAndDid() throws Exception {
        metrics.observe(report("srv-web", plan(), RemovalResult.DEREGISTERED, null));

        assertThat(ofWeb())
                .contains(
                        "last_reconcile_timestamp_seconds{} 1.8E9",
                        "last_reconcile_success_timestamp_seconds{} 1.8E9",
                        "reconciles_total{result=\"success\",} 1.0",
                        "registered_instances{verdict=\"matched\",} 1.0",
                        "registered_instances{verdict=\"stale\",} 1.0",
                        "deregistrations_total{result=\"deregistered\",} 1.0");
        assertThat(served.samples("aws_cloud_unmap_reconcile_duration_seconds_bucket"))
                .contains(
                        "aws_cloud_unmap_reconcile_duration_seconds_bucket{le=\"1.0\",} 0.0",
                        "aws_cloud_unmap_reconcile_duration_seconds_bucket{le=\"2.5\",} 1.0");
    }

    @Test
    void keepsTheLastCountsThroughAPassThatFailed() throws Exception {
        metrics.observe(report("srv-web", plan(), RemovalResult.DRY_RUN, null));
        metrics.observe(report("srv-web", null, null, new ApiFailure("Timeout", "no answer")));

        assertThat(ofWeb())
                .contains(
                        "reconciles_total{result=\"success\",} 1.0",
                        "reconciles_total{result=\"error\",} 1.0",
                        "registered_instances{verdict=\"stale\",} 1.0",
                        "deregistrations_total{result=\"dry-run\",} 1.0");
    }

    @Test
    void countsARemovalThatFailedAgainstItsPass() throws Exception {
        metrics.observe(report("srv-web", plan(), RemovalResult.FAILED, null));

        assertThat(ofWeb())
                .contains(
                        "last_reconcile_timestamp_seconds{} 1.8E9",
                        "last_reconcile_success_timestamp_seconds{} 0.0",
                        "reconciles_total{result=\"error\",} 1.0",
                        "deregistrations_total{result=\"failed\",} 1.0");
    }

    @Test
    void takesEverySeriesOfARemovedServiceAwayForGood() throws Exception {
        metrics.frequency("srv-web", Duration.ofMinutes(5));
        metrics.observe(report("srv-web", plan(), RemovalResult.DEREGISTERED, null));

        metrics.remove("srv-web");
        metrics.observe(report("srv-web", plan(), RemovalResult.DEREGISTERED, null));
        metrics.frequency("srv-web", Duration.ofMinutes(5));

        assertThat(ofWeb()).isEmpty();
        assertThat(served.samples("aws_cloud_unmap_up"))
                .containsExactly("aws_cloud_unmap_up{service_id=\"srv-queue\",} 1.0");
    }

    @Test
    void startsAServiceThatComesBackFromZero() throws Exception {
        metrics.observe(report("srv-web", plan(), RemovalResult.DEREGISTERED, null));
        metrics.remove("srv-web");
        metrics.add("srv-web");

        assertThat(ofWeb()).hasSize(19).contains("reconciles_total{result=\"success\",} 0.0");
    }

    @Test
    void keepsTheCountsOfAServiceThatIsAddedTwice() throws Exception {
        metrics.observe(report("srv-web", plan(), RemovalResult.DEREGISTERED, null));
        metrics.add("srv-web");
        metrics.frequency("srv-web", Duration.ofMillis(1500));

        assertThat(ofWeb()).contains("reconciles_total{result=\"success\",} 1.0", "frequency_seconds{} 1.5");
    }

    /** The samples of the service without what they all begin with. */
    private List<String> ofWeb() throws Exception {
        return served.samples("aws_cloud_unmap_").stream()
                .filter(line -> line.contains("service_id=\"srv-web\","))
                .map(line -> line.replace("aws_cloud_unmap_", "").replace("service_id=\"srv-web\",", ""))
                .toList();
    }

    private static Plan plan() {
        RegisteredInstance live = new RegisteredInstance("i-live", Map.of("AWS_INSTANCE_IPV4", "10.0.0.1"), null);
        return new Plan(
                List.of(
                        new Plan.Judgement(live, new Verdict.Matched("us-east-1")),
                        new Plan.Judgement(REMOVAL.instance(), REMOVAL.verdict())),
                List.of(),
                new Plan.Deregister(List.of(REMOVAL)),
                StaleSince.NONE);
    }

    private static ReconcileReport report(
            String serviceId, @Nullable Plan plan, @Nullable RemovalResult result, @Nullable Exception failure) {
        return new ReconcileReport(
                serviceId,
                "pass-1",
                END,
                END,
                0,
                Duration.ofSeconds(2),
                plan,
                result == null ? List.of() : List.of(new ReconcileReport.Outcome(REMOVAL, result)),
                failure,
                List.of(),
                CarriedState.NONE);
    }
}
