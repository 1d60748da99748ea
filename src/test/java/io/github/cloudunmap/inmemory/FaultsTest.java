package io.github.cloudunmap.inmemory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

final class FaultsTest extends HttpTest {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @Test
    void failsAsManyRequestsAsTold() {
        aws.on("DescribeInstances").failNext(2, ApiError.requestLimitExceeded());

        assertRefused(503, "RequestLimitExceeded", () -> describe());
        assertRefused(503, "RequestLimitExceeded", () -> describe());
        assertThatCode(() -> describe()).doesNotThrowAnyException();
    }

    @Test
    void failsEveryRequestUntilCleared() {
        aws.on("DescribeInstances").fail(ApiError.unauthorizedOperation());

        assertRefused(403, "UnauthorizedOperation", () -> describe());
        assertRefused(403, "UnauthorizedOperation", () -> describe());
        aws.on("DescribeInstances").clear();
        assertThatCode(() -> describe()).doesNotThrowAnyException();
    }

    @Test
    void failsInTheProtocolOfTheApi() {
        aws.cloudMap(US).createService("srv-web");
        aws.on("ListInstances").fail(ApiError.throttling());

        assertThatExceptionOfType(AwsServiceException.class)
                .isThrownBy(() -> cloudMap.listInstances(list -> list.serviceId("srv-web")))
                .matches(AwsServiceException::isThrottlingException);
    }

    @Test
    void failsOneRegionAlone() {
        aws.on("DescribeInstances", EU).fail(ApiError.unauthorizedOperation());

        assertThatCode(() -> describe()).doesNotThrowAnyException();
        assertRefused(403, "UnauthorizedOperation", () -> clients.ec2(EU).describeInstances());
    }

    @Test
    void failsEveryOperationOfARegion() {
        aws.onRegion(US).fail(ApiError.accessDenied());

        assertRefused(400, "AccessDeniedException", () -> describe());
        assertRefused(400, "AccessDeniedException", () -> cloudMap.listInstances(list -> list.serviceId("srv-web")));
    }

    @Test
    void closesTheConnectionWithoutAnAnswer() {
        aws.onAll().dropNext(1);

        assertThatExceptionOfType(SdkClientException.class).isThrownBy(() -> describe());
        assertThatCode(() -> describe()).doesNotThrowAnyException();
    }

    @Test
    void holdsRequestsUntilReleased() throws Exception {
        String id = "i-0123456789abcdef0";
        Hang hang = aws.on("DescribeInstances").hang();
        CompletableFuture<List<Instance>> answer = CompletableFuture.supplyAsync(() -> describe(id));
        hang.awaitArrivals(1, DEADLINE);
        aws.ec2(US).launch(LaunchedInstance.running(id, "10.0.0.1"));
        assertThat(answer).isNotDone();

        hang.release();

        assertThat(answer.get(DEADLINE.toSeconds(), TimeUnit.SECONDS)).hasSize(1);
    }

    @Test
    void letsEarlierRequestsGoWhenLaterOnesAreToHang() throws Exception {
        Hang earlier = aws.on("DescribeInstances").hang();
        CompletableFuture<List<Instance>> answer = CompletableFuture.supplyAsync(() -> describe());
        earlier.awaitArrivals(1, DEADLINE);

        aws.on("DescribeInstances").hang();

        assertThat(answer).succeedsWithin(DEADLINE);
    }

    @Test
    void letsHangingRequestsGoWhenClosed() throws Exception {
        Hang hang = aws.on("DescribeInstances").hang();
        CompletableFuture<List<Instance>> answer = CompletableFuture.supplyAsync(() -> describe());
        hang.awaitArrivals(1, DEADLINE);

        aws.close();

        assertThat(answer).failsWithin(DEADLINE);
    }

    @Test
    void runsAHookBeforeTheStateIsRead() {
        aws.on("DescribeInstances")
                .beforeNext(call -> aws.ec2(US).launch(LaunchedInstance.running("i-0123456789abcdef0", "10.0.0.1")));

        assertThat(describe("i-0123456789abcdef0")).hasSize(1);
    }

    @Test
    void losesTheAnswerOfARequestThatTookEffect() {
        aws.cloudMap(US).createService("srv-web");
        aws.cloudMap(US).register("srv-web", "i-1", Map.of());
        aws.on("DeregisterInstance").afterNext(call -> {
            throw ApiError.droppedConnection();
        });

        assertThatExceptionOfType(SdkClientException.class)
                .isThrownBy(() -> cloudMap.deregisterInstance(
                        request -> request.serviceId("srv-web").instanceId("i-1")));
        assertThat(aws.cloudMap(US).instances("srv-web")).isEmpty();
    }

    @Test
    void runsAHookAfterTheStateWasRead() {
        String id = aws.ec2(US).launch("10.0.0.1");
        aws.on("DescribeInstances").afterNext(call -> aws.ec2(US).terminate(id));

        assertThat(describe(id)).extracting(each -> each.state().name()).containsExactly(InstanceStateName.RUNNING);
        assertThat(describe(id)).extracting(each -> each.state().name()).containsExactly(InstanceStateName.TERMINATED);
    }

    @Test
    void runsAHookInOneRequestOrInAll() {
        CallCounter once = new CallCounter();
        CallCounter always = new CallCounter();
        aws.on("DescribeInstances").beforeNext(call -> once.enter());
        aws.on("DescribeInstances").before(call -> always.enter());

        describe();
        describe();

        assertThat(once.requests()).isEqualTo(1);
        assertThat(always.requests()).isEqualTo(2);
    }

    @Test
    void failsARequestByAHooksError() {
        aws.cloudMap(US).createService("srv-web");
        aws.cloudMap(US).register("srv-web", "i-1", Map.of());
        aws.cloudMap(US).register("srv-web", "i-2", Map.of());
        aws.on("ListInstances").before(call -> {
            if (call.nextToken() != null) {
                throw ApiError.throttling();
            }
        });

        String token = cloudMap.listInstances(list -> list.serviceId("srv-web").maxResults(1))
                .nextToken();

        assertRefused(
                400,
                "ThrottlingException",
                () -> cloudMap.listInstances(
                        list -> list.serviceId("srv-web").maxResults(1).nextToken(token)));
    }

    @Test
    void reportsAHooksDefectAsAnInternalFailure() {
        aws.on("DescribeInstances").before(call -> {
            throw new IllegalStateException("a defect");
        });

        assertRefused(500, "InternalFailure", () -> describe());
    }

    @Test
    void reportsAHooksFailedAssertionAsAnInternalFailure() {
        aws.on("DescribeInstances").before(call -> assertThat(call.ids()).contains("another"));

        assertRefused(500, "InternalFailure", () -> describe());
    }
}
