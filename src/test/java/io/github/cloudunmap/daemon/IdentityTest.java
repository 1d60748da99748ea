package io.github.cloudunmap.daemon;

import static io.github.cloudunmap.daemon.LocalAws.EU;
import static io.github.cloudunmap.daemon.LocalAws.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.inmemory.LaunchedInstance;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.Verdict;
import io.github.cloudunmap.reconcile.Verdict.StaleReason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose a registration is, and for which instances, in a service whose every id is judged. */
final class IdentityTest {
    private static final String ADDRESS = "10.0.0.9";

    private final LocalAws local = new LocalAws();
    private String dead = "";

    @BeforeEach
    void aServiceWithALiveAndADeadInstance() {
        local.aws.cloudMap(US).createService("srv-web");
        local.registered("srv-web", US, "10.0.0.1");
        dead = local.registered("srv-web", US, "10.0.0.2");
        local.aws.ec2(US).terminate(dead);
    }

    @AfterEach
    void close() {
        local.close();
    }

    @Test
    void keepsTheTasksOfEcsAndThePodsOfOtherControllers() {
        register("0f5e3a9b7c2d4e61", Map.of("ECS_CLUSTER_NAME", "prod", "ECS_SERVICE_NAME", "web"));
        register("tcp-10_0_0_9-8080", Map.of("K8S_CONTROLLER", "aws-cloud-map-mcs-controller-for-k8s 0.3.1 (57f4231)"));
        registerAt("10.0.0.11", "10.0.0.11", Map.of("appmesh.k8s.aws/mesh", "prod", "k8s.io/pod", "web-1"));

        service().pass();

        assertThat(local.registrations("srv-web"))
                .contains("0f5e3a9b7c2d4e61", "tcp-10_0_0_9-8080", "10.0.0.11")
                .doesNotContain(dead);
    }

    @Test
    void keepsALiveInstanceWhoseRegistrationNamesADeadOneByItsAttribute() {
        String live = local.aws.ec2(US).launch(ADDRESS);
        register(live, Map.of("AWS_EC2_INSTANCE_ID", dead));

        service().pass();

        assertThat(local.registrations("srv-web")).contains(live).doesNotContain(dead);
    }

    @Test
    void keepsALiveInstanceThatRegisteredUnderTheIdOfADeadOne() {
        String live = local.aws.ec2(US).launch(ADDRESS);
        register(dead, Map.of("AWS_EC2_INSTANCE_ID", live));

        service().pass();

        assertThat(local.registrations("srv-web")).contains(dead);
    }

    @Test
    void keepsAnInstanceInARegionThatIsNotRead() {
        String far = local.aws.ec2(EU).launch(ADDRESS);
        String farther = local.aws.ec2(EU).launch("10.0.0.10");
        register(far, Map.of("REGION", EU));
        registerAt("10.0.0.10", farther, Map.of("AVAILABILITY_ZONE", EU + "b"));

        service().pass();

        assertThat(local.registrations("srv-web")).contains(far, farther).doesNotContain(dead);
    }

    /** The end of one instance is final, the absence of the other is not: it may be too young to be shown. */
    @Test
    void doesNotTakeTheEndOfOneInstanceForTheEndOfTheOther() {
        String young =
                local.aws.ec2(US).launch(LaunchedInstance.running(ADDRESS).hidden());
        register(young, Map.of("AWS_EC2_INSTANCE_ID", dead));
        LocalAws.TestService watched =
                local.service(ServiceConfig.of("srv-web", US, List.of(US)).withDryRun(true));

        assertThat(verdict(watched.pass(), young))
                .isInstanceOfSatisfying(
                        Verdict.Stale.class, stale -> assertThat(stale.reason()).isEqualTo(StaleReason.NOT_FOUND));

        local.aws.ec2(US).reveal(young);
        assertThat(verdict(watched.pass(), young)).isEqualTo(new Verdict.Matched(US));
    }

    private LocalAws.TestService service() {
        return local.service("srv-web", US);
    }

    private void register(String id, Map<String, String> more) {
        registerAt(ADDRESS, id, more);
    }

    private void registerAt(String address, String id, Map<String, String> more) {
        Map<String, String> attributes = new HashMap<>(more);
        attributes.put("AWS_INSTANCE_IPV4", address);
        local.aws.cloudMap(US).register("srv-web", id, attributes);
    }

    private static Verdict verdict(ReconcileReport report, String id) {
        return report.plan().orElseThrow().judgements().stream()
                .filter(judgement -> judgement.instance().id().equals(id))
                .findFirst()
                .orElseThrow()
                .verdict();
    }
}
