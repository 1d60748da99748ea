package io.github.cloudunmap.daemon;

import static io.github.cloudunmap.daemon.LocalAws.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.inmemory.ApiError;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What AWS's throttling of removals does to them and to others. */
final class ThrottledRemovalsTest {
    private static final int DEAD = 4;

    private final LocalAws local = new LocalAws();

    @AfterEach
    void close() {
        local.close();
    }

    @Test
    void areReadAgainOnBothSidesBeforeTheyAreSentAgain() {
        fleet("srv-throttled", US, DEAD);
        local.aws.on("DeregisterInstance").failNext(1, ApiError.throttling());

        assertThat(removals("srv-throttled", US)).hasSize(DEAD).containsOnly(RemovalResult.DEREGISTERED);
        assertThat(local.aws.calls().count("DeregisterInstance")).isEqualTo(DEAD + 1);
        assertThat(local.aws.calls().count("GetInstance")).isEqualTo(DEAD + 1);
        // One for the plan, one for all removals, and one for the removal that was throttled.
        assertThat(local.aws.calls().count("DescribeInstances")).isGreaterThanOrEqualTo(3);
    }

    @Test
    void leaveAloneWhatALivingInstanceHasTakenOverMeanwhile() {
        fleet("srv-throttled", US, 1);
        String name = "i-" + "0".repeat(17);
        String successor = local.aws.ec2(US).launch("10.0.2.1");
        local.aws.on("DeregisterInstance").failNext(1, ApiError.throttling());
        local.aws
                .on("DeregisterInstance")
                .beforeNext(call -> local.aws
                        .cloudMap(US)
                        .register(
                                "srv-throttled",
                                name,
                                Map.of("AWS_INSTANCE_IPV4", "10.0.2.1", "AWS_EC2_INSTANCE_ID", successor)));

        assertThat(removals("srv-throttled", US)).containsExactly(RemovalResult.CHANGED);
        assertThat(local.registrations("srv-throttled")).contains(name);
    }

    @Test
    void areLeftToTheNextPassAfterFiveSendings() {
        fleet("srv-throttled", US, 1);
        local.aws.on("DeregisterInstance").fail(ApiError.throttling());

        assertThat(removals("srv-throttled", US)).containsExactly(RemovalResult.FAILED);
        assertThat(local.aws.calls().count("DeregisterInstance")).isEqualTo(5);
    }

    private void fleet(String service, String region, int dead) {
        local.aws.cloudMap(region).createService(service);
        String live = local.aws.ec2(region).launch("10.0.0.1");
        local.aws.cloudMap(region).register(service, live, Map.of("AWS_INSTANCE_IPV4", "10.0.0.1"));
        for (int i = 0; i < dead; i++) {
            local.aws
                    .cloudMap(region)
                    .register(service, "i-" + "0".repeat(16) + i, Map.of("AWS_INSTANCE_IPV4", "10.0.1." + i));
        }
    }

    private List<RemovalResult> removals(String service, String region) {
        return local.service(LocalAws.config(service, region, region)).pass().outcomes().stream()
                .map(ReconcileReport.Outcome::result)
                .toList();
    }
}
