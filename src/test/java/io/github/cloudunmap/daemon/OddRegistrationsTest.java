package io.github.cloudunmap.daemon;

import static io.github.cloudunmap.daemon.LocalAws.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.config.yaml.ConfigLoader;
import io.github.cloudunmap.inmemory.LaunchedInstance;
import io.github.cloudunmap.reconcile.Plan.Judgement;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.Verdict;
import io.github.cloudunmap.reconcile.Verdict.StaleReason;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Registrations of live instances whose attributes say it in an odd way, over HTTP, in a service whose every id is
 * judged.
 */
final class OddRegistrationsTest {
    private final LocalAws local = new LocalAws();
    private final LocalAws.TestService web = local.service("srv-web", US);
    private String live = "";
    private String dead = "";

    @BeforeEach
    void aServiceWithALiveAndADeadInstance() {
        local.aws.cloudMap(US).createService("srv-web");
        live = local.registered("srv-web", US, "10.0.0.1");
        dead = local.registered("srv-web", US, "10.0.0.2");
        local.aws.ec2(US).terminate(dead);
    }

    @AfterEach
    void close() {
        local.close();
    }

    @Test
    void keepsWhatIsNoPlainIpv4AddressAndSaysWhy() {
        for (String text :
                List.of("", " ", "10.0.0.01", "::ffff:10.0.0.5", "10.0.0.5:80", "10.0.0.5/32", "web.local")) {
            String id = local.aws.ec2(US).launch("10.0.0.5");
            register(id, Map.of("AWS_INSTANCE_IPV4", text, "AWS_INSTANCE_IPV6", "2001:db8::5"));
        }

        ReconcileReport report = web.pass();

        assertThat(local.registrations("srv-web")).hasSize(8).doesNotContain(dead);
        assertThat(report.plan().orElseThrow().judgements())
                .extracting(Judgement::verdict)
                .contains(
                        new Verdict.Skipped("AWS_INSTANCE_IPV4 is empty"),
                        new Verdict.Skipped("AWS_INSTANCE_IPV4 is no plain IPv4 address: 10.0.0.01"));
    }

    @Test
    void readsIdsInCapitalsAndValuesWithBlanksAroundThem() {
        String capitals = local.aws.ec2(US).launch("10.0.0.6");
        register(capitals.toUpperCase(Locale.ROOT), Map.of("AWS_INSTANCE_IPV4", "10.0.0.6"));
        String blanks = local.aws.ec2(US).launch("10.0.0.7");
        register("web-7", Map.of("AWS_INSTANCE_IPV4", " 10.0.0.7\n", "AWS_EC2_INSTANCE_ID", " " + blanks + "\t"));

        ReconcileReport report = web.pass();

        assertThat(report.plan().orElseThrow().count(Verdict.Kind.MATCHED)).isEqualTo(3);
        assertThat(local.registrations("srv-web")).hasSize(3).doesNotContain(dead);
    }

    @Test
    void asksEc2ForNoWildcardAndForNothingThatItMayRefuse() {
        Map<String, String> odd = new HashMap<>(
                Map.of("web-1", "*", "web-2", "i-0*", "web-3", "i-?", "web-4", "two words", "web-5", "\u00e9"));
        odd.put("web-6", "x".repeat(300));
        odd.forEach((id, named) -> register(id, Map.of("AWS_INSTANCE_IPV4", "10.0.0.9", "AWS_EC2_INSTANCE_ID", named)));

        ReconcileReport report = web.pass();

        assertThat(report.plan().orElseThrow().count(Verdict.Kind.SKIPPED)).isEqualTo(odd.size());
        assertThat(local.registrations("srv-web"))
                .contains(live)
                .containsAll(odd.keySet())
                .doesNotContain(dead);
        assertThat(local.aws.calls().log("DescribeInstances"))
                .isNotEmpty()
                .allSatisfy(call -> assertThat(call.ids()).isSubsetOf(live, dead));
    }

    @Test
    void keepsAStoppedInstanceThatIsRegisteredByThePublicAddressThatItHadGivenUp() {
        String stopped = stoppedWithAPublicAddress();

        assertThat(verdict(web.pass(), stopped)).isEqualTo(new Verdict.Unknown(US, true));
        assertThat(local.registrations("srv-web")).contains(live, stopped).doesNotContain(dead);
    }

    @Test
    void removesItAsStoppedWithUnmapStopped() throws Exception {
        String stopped = stoppedWithAPublicAddress();
        LocalAws.TestService unmapping =
                local.service(ConfigLoader.parse("unmap.yaml", """
                        defaults: { service-region: us-east-1, instances-regions: [us-east-1] }
                        services: [{ service-id: srv-web, unmap-stopped: true, settle-time: 0s }]
                        """).services().get(0));

        assertThat(verdict(unmapping.pass(), stopped))
                .isInstanceOfSatisfying(
                        Verdict.Stale.class, stale -> assertThat(stale.reason()).isEqualTo(StaleReason.STOPPED));
        assertThat(local.registrations("srv-web")).containsExactly(live);
    }

    private String stoppedWithAPublicAddress() {
        String id = local.registeredPublicly("srv-web", US, "10.0.0.8", "198.51.100.8");
        local.aws.ec2(US).stop(id);
        assertThat(local.aws.ec2(US).instance(id).state()).isEqualTo(LaunchedInstance.State.STOPPED);
        return id;
    }

    private void register(String id, Map<String, String> attributes) {
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
