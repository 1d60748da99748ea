package io.github.cloudunmap.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;

/** A fresh in-memory AWS for every test, and SDK clients of its default account. */
abstract class HttpTest {
    static final String US = "us-east-1";
    static final String EU = "eu-west-1";

    /** The time by which answers lag. */
    volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");

    final InMemoryAws aws = InMemoryAws.start(() -> now);
    final SdkClients clients = new SdkClients(aws.endpoint());
    final Ec2Client ec2 = clients.ec2(US);
    final ServiceDiscoveryClient cloudMap = clients.cloudMap(US);

    @AfterEach
    void stop() {
        clients.close();
        aws.close();
    }

    /** What DescribeInstances in {@link #US} shows for these ids. */
    List<Instance> describe(String... ids) {
        return ec2
                .describeInstances(each -> each.filters(
                        Filter.builder().name("instance-id").values(ids).build()))
                .reservations()
                .stream()
                .flatMap(reservation -> reservation.instances().stream())
                .toList();
    }

    static void assertRefused(int status, String code, ThrowingCallable request) {
        assertThatExceptionOfType(AwsServiceException.class).isThrownBy(request).satisfies(error -> {
            assertThat(error.awsErrorDetails().errorCode()).isEqualTo(code);
            assertThat(error.statusCode()).isEqualTo(status);
        });
    }
}
