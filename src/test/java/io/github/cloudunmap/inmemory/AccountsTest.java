package io.github.cloudunmap.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.ec2.model.Reservation;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;
import software.amazon.awssdk.services.servicediscovery.model.InstanceSummary;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;

final class AccountsTest extends HttpTest {
    private static final String OTHER = "210987654321";
    private static final String ROLE = "arn:aws:iam::" + OTHER + ":role/teams/unmap";

    private final AwsCredentials credentialsOfOther =
            AwsBasicCredentials.create(aws.account(OTHER).accessKeyId(), "any");

    @Test
    void takesAnUnknownKeyForTheDefaultAccounts() {
        aws.ec2(US).launch("10.0.0.1");

        assertThat(ec2.describeInstances().reservations())
                .extracting(Reservation::ownerId)
                .containsExactly(InMemoryAws.DEFAULT_ACCOUNT);
    }

    @Test
    void keepsAccountsApartByTheirKeys() {
        aws.ec2(US).launch("10.0.0.1");
        aws.account(OTHER).ec2(US).launch("10.0.0.2");

        assertThat(clients.ec2(US, credentialsOfOther).describeInstances().reservations())
                .extracting(Reservation::ownerId)
                .containsExactly(OTHER);
    }

    @Test
    void leadsFromARoleToItsAccount() {
        String accessKeyId = assumeRole("any").credentials().accessKeyId();
        aws.account(OTHER).ec2(US).launch("10.0.0.2");

        assertThat(clients.ec2(US, AwsBasicCredentials.create(accessKeyId, "any"))
                        .describeInstances()
                        .reservations())
                .extracting(Reservation::ownerId)
                .containsExactly(OTHER);
    }

    @Test
    void refusesARoleWithoutItsExternalId() {
        aws.roles().requireExternalId(ROLE, "secret");

        assertRefused(403, "AccessDenied", () -> assumeRole("wrong"));
        assertThat(assumeRole("secret").assumedRoleUser().arn())
                .isEqualTo("arn:aws:sts::" + OTHER + ":assumed-role/unmap/test");
    }

    @Test
    void refusesADeniedRoleUntilAllowed() {
        aws.roles().deny(ROLE);
        assertRefused(403, "AccessDenied", () -> assumeRole("any"));

        aws.roles().allow(ROLE);
        assertThat(assumeRole("any").credentials().sessionToken()).isNotEmpty();
    }

    @Test
    void refusesWhatIsNoRole() {
        assertRefused(
                400,
                "ValidationError",
                () -> clients.sts(US)
                        .assumeRole(
                                each -> each.roleArn("arn:aws:iam::x:role/y").roleSessionName("test")));
    }

    @Test
    void sharesAServiceByItsArnAndTellsWhoRegistered() {
        String arn = aws.account(OTHER).serviceArn(US, "srv-shared");
        aws.account(OTHER).cloudMap(US).createService("srv-shared");
        aws.account(OTHER).cloudMap(US).register("srv-shared", "i-1", Map.of());
        cloudMap.registerInstance(
                each -> each.serviceId(arn).instanceId("i-2").attributes(Map.of("AWS_INSTANCE_IPV4", "10.0.0.1")));

        assertThat(cloudMap.listInstances(each -> each.serviceId(arn)).instances())
                .extracting(InstanceSummary::createdByAccount)
                .containsExactly(OTHER, InMemoryAws.DEFAULT_ACCOUNT);
    }

    @Test
    void knowsAForeignServiceByItsArnAlone() {
        aws.account(OTHER).cloudMap(US).createService("srv-shared");
        ServiceDiscoveryClient ofOther = clients.cloudMap(US, credentialsOfOther);

        assertThat(ofOther.listInstances(each -> each.serviceId("srv-shared")).instances())
                .isEmpty();
        assertRefused(400, "ServiceNotFound", () -> cloudMap.listInstances(each -> each.serviceId("srv-shared")));
    }

    @Test
    void refusesTheArnOfAnotherRegion() {
        aws.cloudMap(US).createService("srv-web");
        aws.cloudMap(EU).createService("srv-web");
        String arn = aws.account(InMemoryAws.DEFAULT_ACCOUNT).serviceArn(EU, "srv-web");

        assertRefused(400, "ServiceNotFound", () -> cloudMap.listInstances(each -> each.serviceId(arn)));
    }

    private AssumeRoleResponse assumeRole(String externalId) {
        return clients.sts(US)
                .assumeRole(each -> each.roleArn(ROLE).roleSessionName("test").externalId(externalId));
    }
}
