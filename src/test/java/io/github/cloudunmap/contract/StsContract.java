package io.github.cloudunmap.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.sts.model.Credentials;

/** What the program relies on in STS. */
interface StsContract {
    String ROLE_ACCOUNT = "210987654321";

    AwsUnderTest aws();

    @Test
    default void givesOutCredentialsThatOutliveTheRequest() {
        assertThat(assumeRole().expiration()).isAfter(Instant.now());
    }

    @Test
    default void actsInTheAccountOfTheAssumedRole() {
        Credentials credentials = assumeRole();
        AwsSessionCredentials session = AwsSessionCredentials.create(
                credentials.accessKeyId(), credentials.secretAccessKey(), credentials.sessionToken());

        Ec2Client ec2 = aws().clients().ec2("us-east-1", session);

        assertThat(ec2.runInstances(
                                each -> each.imageId("ami-12c6146b").minCount(1).maxCount(1))
                        .ownerId())
                .isEqualTo(ROLE_ACCOUNT);
    }

    private Credentials assumeRole() {
        return aws().clients()
                .sts("us-east-1")
                .assumeRole(each -> each.roleArn("arn:aws:iam::" + ROLE_ACCOUNT + ":role/unmap")
                        .roleSessionName("contract"))
                .credentials();
    }
}
