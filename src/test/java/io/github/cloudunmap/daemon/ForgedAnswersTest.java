package io.github.cloudunmap.daemon;

import static io.github.cloudunmap.daemon.LocalAws.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.aws.AwsSettings;
import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.ReconcileReport;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers with status 200 and a request id that are not AWS's: a proxy's page must not pass for an empty region. */
final class ForgedAnswersTest {
    private static final String EC2_FIRST_PAGE =
            "<DescribeInstancesResponse><reservationSet/><nextToken>more</nextToken></DescribeInstancesResponse>";
    private static final String NOT_EC2S =
            "DescribeInstances in us-east-1: the answer lists no reservations, so it is not EC2's";
    private static final String NOT_CLOUD_MAPS =
            "ListInstances of service srv-web in us-east-1: the answer has no list, so it is not Cloud Map's";

    private final ForgingProxy proxy = new ForgingProxy();
    private final LocalAws local = new LocalAws(aws -> AwsSettings.local(proxy.before(aws)));
    private final LocalAws.TestService web = local.service("srv-web", US);

    /** The first is known to live, from the cache, so that never-all would let the second go. */
    @BeforeEach
    void registerTwoThatLive() {
        local.aws.cloudMap(US).createService("srv-web");
        local.registered("srv-web", US, "10.0.0.1");
        assertThat(web.pass().result()).isEqualTo(ReconcileReport.Result.SUCCESS);
        local.registered("srv-web", US, "10.0.0.2");
    }

    @AfterEach
    void close() {
        local.close();
        proxy.close();
    }

    @Test
    void anEmptyBodyIsNoEmptyRegion() {
        proxy.answerNext("DescribeInstances", List.of(""));
        assertThat(failureOfAPass()).hasMessage(NOT_EC2S);
    }

    @Test
    void anEmptyBodyIsNoSecondPageOfARegion() {
        proxy.answerNext("DescribeInstances", List.of(EC2_FIRST_PAGE, ""));
        assertThat(failureOfAPass()).hasMessage(NOT_EC2S);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html><body><h1>Sign in to the network</h1></body></html>",
                "<DescribeInstancesResponse><requestId>4711</requestId></DescribeInstancesResponse>"
            })
    void anotherDocumentIsNoEmptyRegion(String document) {
        proxy.answerNext("DescribeInstances", List.of(document));
        assertThat(failureOfAPass()).hasMessage(NOT_EC2S);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html><body><h1>Sign in to the network</h1></body></html>",
                "<DescribeInstancesResponse><requestId>4711</requestId></DescribeInstancesResponse>"
            })
    void anotherDocumentIsNoSecondPageOfARegion(String document) {
        proxy.answerNext("DescribeInstances", List.of(EC2_FIRST_PAGE, document));
        assertThat(failureOfAPass()).hasMessage(NOT_EC2S);
    }

    @Test
    void aPageThatIsNoXmlIsNoEmptyRegion() {
        proxy.answerNext("DescribeInstances", List.of("<!DOCTYPE html><br>"));
        assertThat(failureOfAPass()).hasMessageStartingWith("DescribeInstances in us-east-1: ");
    }

    @Test
    void anAnswerWithoutARequestIdIsNoEmptyRegion() {
        proxy.leaveRequestIdsOut();
        proxy.answerNext(
                "DescribeInstances",
                List.of("<DescribeInstancesResponse><reservationSet/></DescribeInstancesResponse>"));
        assertThat(failureOfAPass()).hasMessage(NOT_EC2S);
    }

    @Test
    void anEmptyObjectIsNoEmptyService() {
        proxy.answerNext("ListInstances", List.of("{}"));
        assertThat(failureOfAPass()).hasMessage(NOT_CLOUD_MAPS);
    }

    @Test
    void anEmptyObjectIsNoSecondPageOfAService() {
        proxy.answerNext("ListInstances", List.of("{\"Instances\":[],\"NextToken\":\"more\"}", "{}"));
        assertThat(failureOfAPass()).hasMessage(NOT_CLOUD_MAPS);
    }

    private ApiFailure failureOfAPass() {
        ReconcileReport report = web.pass();
        assertThat(report.result()).isEqualTo(ReconcileReport.Result.ERROR);
        assertThat(local.registrations("srv-web")).hasSize(2);
        return assertThat(report.failure().orElseThrow())
                .asInstanceOf(InstanceOfAssertFactories.type(ApiFailure.class))
                .actual();
    }
}
