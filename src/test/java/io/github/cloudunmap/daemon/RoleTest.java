package io.github.cloudunmap.daemon;

import static io.github.cloudunmap.daemon.LocalAws.EU;
import static io.github.cloudunmap.daemon.LocalAws.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.config.yaml.ConfigLoader;
import io.github.cloudunmap.inmemory.Account;
import io.github.cloudunmap.inmemory.ApiError;
import io.github.cloudunmap.inmemory.Call;
import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.ReconcileReport.Result;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A service in another account, where only who knows the external id may assume the role. */
final class RoleTest {
    private static final String PARTNER = "222233334444";
    private static final String ROLE = "arn:aws:iam::222233334444:role/unmap";

    private final LocalAws local = new LocalAws();
    private final Account partner = local.aws.account(PARTNER);

    @BeforeEach
    void registerOneThatLivesAndOneThatIsGoneInTheOtherAccount() {
        local.aws.roles().requireExternalId(ROLE, "handshake");
        partner.cloudMap(US).createService("srv-partner");
        for (String address : new String[] {"10.0.0.1", "10.0.0.2"}) {
            String id = partner.ec2(US).launch(address);
            partner.cloudMap(US).register("srv-partner", id, Map.of("AWS_INSTANCE_IPV4", address));
            if (address.equals("10.0.0.2")) {
                partner.ec2(US).terminate(id);
            }
        }
    }

    @AfterEach
    void close() {
        local.close();
    }

    @Test
    void readsAndRemovesInTheRolesAccount() throws Exception {
        assertThat(pass("handshake").result()).isEqualTo(Result.SUCCESS);

        assertThat(partner.cloudMap(US).instances("srv-partner")).hasSize(1);
        assertThat(local.aws.calls().log())
                .extracting(answered -> answered.call())
                .filteredOn(call -> !call.operation().equals("AssumeRole"))
                .hasSize(4)
                .extracting(Call::account)
                .containsOnly(PARTNER);
    }

    @Test
    void failsWithAnotherExternalId() throws Exception {
        ReconcileReport report = pass("guess");

        assertThat(report.result()).isEqualTo(Result.ERROR);
        assertThat(report.failure().orElseThrow())
                .asInstanceOf(InstanceOfAssertFactories.type(ApiFailure.class))
                .returns("AccessDenied", ApiFailure::code);
        assertThat(partner.cloudMap(US).instances("srv-partner")).hasSize(2);
    }

    @Test
    void assumesTheRoleOnceForAllRegions() throws Exception {
        local.aws
                .on("AssumeRole", EU)
                .fail(new ApiError(403, "RegionDisabledException", "STS is not activated in this region"));

        assertThat(pass("handshake", US, EU).result()).isEqualTo(Result.SUCCESS);

        assertThat(partner.cloudMap(US).instances("srv-partner")).hasSize(1);
        assertThat(local.aws.calls().count("DescribeInstances", EU)).isPositive();
        assertThat(local.aws.calls().count("AssumeRole")).isEqualTo(1);
    }

    private ReconcileReport pass(String externalId) throws Exception {
        return pass(externalId, US);
    }

    private ReconcileReport pass(String externalId, String... regions) throws Exception {
        String file = """
                services:
                  - service-id: srv-partner
                    service-region: us-east-1
                    instances-regions: [%s]
                    role-arn: %s
                    external-id: %s
                """.formatted(String.join(", ", regions), ROLE, externalId);
        return local.service(ConfigLoader.parse("test.yaml", file).services().get(0))
                .pass();
    }
}
