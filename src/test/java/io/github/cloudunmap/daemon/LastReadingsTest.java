package io.github.cloudunmap.daemon;

import static io.github.cloudunmap.daemon.LocalAws.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.inmemory.ApiError;
import io.github.cloudunmap.inmemory.LaunchedInstance;
import io.github.cloudunmap.reconcile.DeregistrationLimit;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import io.github.cloudunmap.reconcile.ServicePolicy.IdRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens between the plan of a pass and its removals, on either side. */
final class LastReadingsTest {
    private static final String NAME = "web-1";
    private static final String ADDRESS = "10.0.0.9";
    private static final Duration SETTLE_TIME = Duration.ofSeconds(60);

    private final LocalAws local = new LocalAws();

    @BeforeEach
    void aServiceWithALiveInstance() {
        local.aws.cloudMap(US).createService("srv-web");
        local.registered("srv-web", US, "10.0.0.1");
    }

    @AfterEach
    void close() {
        local.close();
    }

    @Test
    void aLostAnswerIsNotAReasonToRemoveASuccessor() {
        registeredUnderTheName(dead());
        local.aws.on("DeregisterInstance").afterNext(call -> {
            registeredUnderTheName(local.aws.ec2(US).launch(ADDRESS));
            throw ApiError.droppedConnection();
        });

        assertThat(result(local.service("srv-web", US).pass())).isEqualTo(RemovalResult.FAILED);
        assertThat(local.aws.calls().count("DeregisterInstance")).isEqualTo(1);
        assertThat(local.registrations("srv-web")).contains(NAME);
    }

    @Test
    void aStoppedInstanceThatWasStartedAgainStays() {
        String id = local.registered("srv-web", US, ADDRESS);
        local.aws.ec2(US).stop(id);
        local.aws
                .on("DescribeInstances")
                .afterNext(call -> local.aws
                        .on("DescribeInstances")
                        .beforeNext(next -> local.aws.ec2(US).start(id)));

        assertThat(result(local.service(unmappingStopped()).pass())).isEqualTo(RemovalResult.CHANGED);
        assertThat(local.registrations("srv-web")).contains(id);
    }

    @Test
    void anInstanceThatEc2ShowsLateStays() {
        String id = local.aws.ec2(US).launch(ADDRESS);
        local.aws.ec2(US).lag(id, Duration.ofMinutes(5));
        local.register("srv-web", id, ADDRESS);
        LocalAws.TestService web = local.service(ServiceConfig.of("srv-web", US, List.of(US)));

        assertThat(web.pass().outcomes()).isEmpty();
        local.aws.ec2(US).lag(id, Duration.ZERO);
        local.time.advance(SETTLE_TIME);
        assertThat(web.pass().outcomes()).isEmpty();
        assertThat(local.registrations("srv-web")).contains(id);
    }

    @Test
    void whatEc2KeepsLeavingOutGoesWhenItHasSettled() {
        local.register("srv-web", "i-0123456789abcdef0", ADDRESS);
        LocalAws.TestService web = local.service(ServiceConfig.of("srv-web", US, List.of(US)));

        assertThat(web.pass().outcomes()).isEmpty();
        local.time.advance(SETTLE_TIME);
        assertThat(result(web.pass())).isEqualTo(RemovalResult.DEREGISTERED);
    }

    @Test
    void aLivingInstanceThatRegistersUnderADeadOnesIdStays() {
        String dead = dead();
        local.register("srv-web", dead, ADDRESS);
        local.aws.on("DescribeInstances").afterNext(call -> {
            String live = local.aws.ec2(US).launch(ADDRESS);
            local.aws
                    .cloudMap(US)
                    .register("srv-web", dead, Map.of("AWS_INSTANCE_IPV4", ADDRESS, "AWS_EC2_INSTANCE_ID", live));
        });

        assertThat(result(local.service("srv-web", US).pass())).isEqualTo(RemovalResult.CHANGED);
        assertThat(local.registrations("srv-web")).contains(dead);
    }

    @Test
    void anInstanceThatStopsBeingShownHasToStayUnshown() {
        String id = local.aws.ec2(US).launch(LaunchedInstance.running("10.0.0.7"));
        local.register("srv-web", id, ADDRESS);
        LocalAws.TestService web = local.service(ServiceConfig.of("srv-web", US, List.of(US)));
        assertThat(web.pass().outcomes()).isEmpty();

        local.time.advance(SETTLE_TIME);
        local.aws.ec2(US).forget(id);
        assertThat(web.pass().outcomes()).isEmpty();
    }

    private static ServiceConfig unmappingStopped() {
        return new ServiceConfig(
                "srv-web",
                US,
                List.of(US),
                Duration.ofMinutes(1),
                DeregistrationLimit.NONE,
                Duration.ZERO,
                Duration.ZERO,
                null,
                null,
                true,
                IdRule.EC2_ONLY,
                false);
    }

    private String dead() {
        String id = local.aws.ec2(US).launch("10.0.0.8");
        local.aws.ec2(US).terminate(id);
        return id;
    }

    private void registeredUnderTheName(String ec2Id) {
        local.aws
                .cloudMap(US)
                .register("srv-web", NAME, Map.of("AWS_INSTANCE_IPV4", ADDRESS, "AWS_EC2_INSTANCE_ID", ec2Id));
    }

    private static RemovalResult result(ReconcileReport report) {
        assertThat(report.outcomes()).hasSize(1);
        return report.outcomes().get(0).result();
    }
}
