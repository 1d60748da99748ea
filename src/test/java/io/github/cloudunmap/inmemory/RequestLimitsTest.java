package io.github.cloudunmap.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Requests beyond a limit are throttled, in the words of the API. */
final class RequestLimitsTest extends HttpTest {

    @Test
    void throttlesNothingUntilALimitIsSet() {
        for (int i = 0; i < 150; i++) {
            describe();
        }
        assertThat(aws.calls().errors("DescribeInstances", "RequestLimitExceeded"))
                .isZero();
    }

    @Test
    void throttlesWhatFindsNoTokenAndAdmitsWhatComesLater() {
        aws.limits().set("DescribeInstances", 10, 2);
        describe();
        describe();

        assertRefused(503, "RequestLimitExceeded", () -> describe());
        now = now.plus(Duration.ofMillis(99));
        assertRefused(503, "RequestLimitExceeded", () -> describe());
        now = now.plus(Duration.ofMillis(1));
        assertThatCode(() -> describe()).doesNotThrowAnyException();
        assertRefused(503, "RequestLimitExceeded", () -> describe());
    }

    @Test
    void aBucketHoldsNoMoreAfterALongPause() {
        aws.limits().set("DescribeInstances", 10, 1);
        describe();
        now = now.plus(Duration.ofHours(1));

        describe();

        assertRefused(503, "RequestLimitExceeded", () -> describe());
    }

    @Test
    void everyRegionOperationAndAccountHasABucketOfItsOwn() {
        aws.cloudMap(US).createService("srv-web");
        aws.limits().set("DescribeInstances", 1, 1);
        aws.limits().set("ListInstances", 1, 1);
        describe();

        assertThatCode(() -> clients.ec2(EU).describeInstances()).doesNotThrowAnyException();
        assertThatCode(() -> cloudMap.listInstances(list -> list.serviceId("srv-web")))
                .doesNotThrowAnyException();
        assertRefused(400, "ThrottlingException", () -> cloudMap.listInstances(list -> list.serviceId("srv-web")));
    }

    @Test
    void knowsTheBucketsOfAws() {
        aws.cloudMap(US).createService("srv-web");
        aws.limits().setKnown();
        for (int i = 0; i < 50; i++) {
            cloudMap.listInstances(list -> list.serviceId("srv-web"));
        }

        assertRefused(400, "ThrottlingException", () -> cloudMap.listInstances(list -> list.serviceId("srv-web")));
    }
}
