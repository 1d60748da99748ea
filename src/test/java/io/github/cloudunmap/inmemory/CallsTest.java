package io.github.cloudunmap.inmemory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;

final class CallsTest extends HttpTest {
    @Test
    void countsByOperationAndRegion() {
        describe();
        describe();
        clients.ec2(EU).describeInstances();
        aws.cloudMap(US).createService("srv-web");
        cloudMap.listInstances(list -> list.serviceId("srv-web"));

        assertThat(aws.calls().count()).isEqualTo(4);
        assertThat(aws.calls().count("DescribeInstances")).isEqualTo(3);
        assertThat(aws.calls().count("DescribeInstances", US)).isEqualTo(2);
        assertThat(aws.calls().count("DeregisterInstance")).isZero();
    }

    @Test
    void countsErrorsByTheirCode() {
        aws.on("DescribeInstances").failNext(1, ApiError.requestLimitExceeded());

        assertRefused(503, "RequestLimitExceeded", () -> describe());
        describe();

        assertThat(aws.calls().errors("DescribeInstances", "RequestLimitExceeded"))
                .isEqualTo(1);
        assertThat(aws.calls().errors("DescribeInstances", "InternalFailure")).isZero();
    }

    @Test
    void logsWhatADescriptionAskedFor() {
        ec2.describeInstances(each -> each.maxResults(5)
                .filters(
                        Filter.builder()
                                .name("instance-id")
                                .values("i-1", "i-2")
                                .build(),
                        Filter.builder()
                                .name("instance-state-name")
                                .values("running")
                                .build()));

        Call call = aws.calls().log("DescribeInstances").get(0);

        assertThat(call.ids()).containsExactly("i-1", "i-2");
        assertThat(call.filterValues()).isEqualTo(3);
        assertThat(call.maxResults()).isEqualTo(5);
        assertThat(call.nextToken()).isNull();
    }

    @Test
    void logsWhatADeregistrationAskedFor() {
        aws.cloudMap(US).createService("srv-web");
        assertRefused(
                400,
                "InstanceNotFound",
                () -> cloudMap.deregisterInstance(
                        each -> each.serviceId("srv-web").instanceId("i-1")));

        Call.Answered answered = aws.calls().log().get(0);

        assertThat(answered.call().serviceId()).isEqualTo("srv-web");
        assertThat(answered.call().ids()).containsExactly("i-1");
        assertThat(answered.status()).isEqualTo(400);
        assertThat(answered.errorCode()).isEqualTo("InstanceNotFound");
        assertThat(answered.bytes()).isPositive();
        assertThat(aws.calls().bytes()).isEqualTo(answered.bytes());
    }

    @Test
    void givesTheRequestIdThatTheClientSaw() {
        String seen = ec2.describeInstances().responseMetadata().requestId();

        assertThat(aws.calls().log("DescribeInstances"))
                .extracting(Call::requestId)
                .containsExactly(seen);
    }

    @Test
    void countsWithoutALog() {
        aws.calls().stopLogging();
        describe();

        assertThat(aws.calls().log()).isEmpty();
        assertThat(aws.calls().count()).isEqualTo(1);
    }

    @Test
    void forgetsWhatItCounted() {
        describe();
        aws.calls().reset();

        assertThat(aws.calls().count()).isZero();
        assertThat(aws.calls().log()).isEmpty();
    }

    @Test
    void remembersTheMostRequestsAtOnce() throws Exception {
        Hang hang = aws.on("DescribeInstances").hang();
        List<CompletableFuture<List<Instance>>> answers = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> describe(), task -> new Thread(task).start()))
                .limit(3)
                .toList();
        hang.awaitArrivals(3, Duration.ofSeconds(30));
        hang.release();
        answers.forEach(CompletableFuture::join);
        describe();

        assertThat(aws.calls().mostAtOnce("DescribeInstances", US)).isEqualTo(3);
        assertThat(aws.calls().mostAtOnce("DescribeInstances", EU)).isZero();
    }
}
