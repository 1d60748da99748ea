package io.github.cloudunmap.daemon;

import static io.github.cloudunmap.daemon.LocalAws.EU;
import static io.github.cloudunmap.daemon.LocalAws.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.aws.AwsSettings;
import io.github.cloudunmap.demo.ApiError;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.RemovalResult;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What AWS's throttling of removals does to others. Each that was throttled has to wait for two seconds of its own at
 * first, so that one after four of them has to wait for longer than a call may take here.
 */
final class ThrottledRemovalsTest {
    private static final int AT_ONCE = 4;

    private final LocalAws local = new LocalAws(ThrottledRemovalsTest::endingCallsSoon);

    private static AwsSettings endingCallsSoon(URI endpoint) {
        AwsSettings usual = AwsSettings.local(endpoint);
        return new AwsSettings(endpoint, false, usual.connectTimeout(), usual.readTimeout(), Duration.ofSeconds(2));
    }

    @AfterEach
    void close() {
        local.close();
    }

    @Test
    void slowDownThoseOfOtherServicesOfTheRegionAndNothingElse() {
        fleet("srv-throttled", US, AT_ONCE);
        fleet("srv-other", US, 1);
        fleet("srv-abroad", EU, 1);
        local.aws.on("DeregisterInstance").fail(ApiError.throttling());
        assertThat(removals("srv-throttled", US)).hasSize(AT_ONCE).containsOnly(RemovalResult.FAILED);
        local.aws.on("DeregisterInstance").clear();
        long sent = local.aws.calls().count("DeregisterInstance", US);

        assertThat(removals("srv-other", US)).containsExactly(RemovalResult.FAILED);
        assertThat(local.aws.calls().count("DeregisterInstance", US)).isEqualTo(sent);
        assertThat(removals("srv-abroad", EU)).containsExactly(RemovalResult.DEREGISTERED);
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
