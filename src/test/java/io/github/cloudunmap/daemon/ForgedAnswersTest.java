package io.github.cloudunmap.daemon;

import static io.github.cloudunmap.daemon.LocalAws.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.aws.AwsSettings;
import io.github.cloudunmap.faults.Fault;
import io.github.cloudunmap.faults.FaultyFront;
import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.ReconcileReport;
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

    private final FaultyFront front = new FaultyFront();
    private final LocalAws local = new LocalAws(aws -> AwsSettings.local(front.before(aws)));
    private final LocalAws.TestService web = local.service("srv-web", US);

    /** The first is known to live, from the cache, so that never all would let the second go. */
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
        front.close();
    }

    @Test
    void anEmptyBodyIsNoEmptyRegion() {
        front.spoilNext("DescribeInstances", forged(""), forged(""), forged(""));
        assertThat(failureOfAPass()).hasMessageContaining("the answer could not be read");
    }

    @Test
    void anEmptyBodyIsNoSecondPageOfARegion() {
        front.spoilNext("DescribeInstances", forged(EC2_FIRST_PAGE), forged(""), forged(""), forged(""));
        assertThat(failureOfAPass()).hasMessageContaining("the answer could not be read");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html><body><h1>Sign in to the network</h1></body></html>",
                "<DescribeInstancesResponse><requestId>4711</requestId></DescribeInstancesResponse>"
            })
    void anotherDocumentIsNoEmptyRegion(String document) {
        front.spoilNext("DescribeInstances", forged(document));
        assertThat(failureOfAPass()).hasMessage(NOT_EC2S);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html><body><h1>Sign in to the network</h1></body></html>",
                "<DescribeInstancesResponse><requestId>4711</requestId></DescribeInstancesResponse>"
            })
    void anotherDocumentIsNoSecondPageOfARegion(String document) {
        front.spoilNext("DescribeInstances", forged(EC2_FIRST_PAGE), forged(document));
        assertThat(failureOfAPass()).hasMessage(NOT_EC2S);
    }

    @Test
    void aPageThatIsNoXmlIsNoEmptyRegion() {
        front.spoilNext("DescribeInstances", forged("<!DOCTYPE html><br>"));
        assertThat(failureOfAPass()).hasMessageStartingWith("DescribeInstances in us-east-1: ");
    }

    @Test
    void anAnswerWithoutARequestIdIsNoEmptyRegion() {
        front.spoilNext(
                "DescribeInstances",
                Fault.withoutRequestId("<DescribeInstancesResponse><reservationSet/></DescribeInstancesResponse>"));
        assertThat(failureOfAPass()).hasMessage(NOT_EC2S);
    }

    @Test
    void anEmptyObjectIsNoEmptyService() {
        front.spoilNext("ListInstances", forged("{}"));
        assertThat(failureOfAPass()).hasMessage(NOT_CLOUD_MAPS);
    }

    @Test
    void anEmptyObjectIsNoSecondPageOfAService() {
        front.spoilNext("ListInstances", forged("{\"Instances\":[],\"NextToken\":\"more\"}"), forged("{}"));
        assertThat(failureOfAPass()).hasMessage(NOT_CLOUD_MAPS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"Instances\":[{\"Id\":",
                "{\"Instances\":[",
                "{\"Instances\":[{\"Id\":\"i-1\",\"Attributes\":",
                "[",
                "nul"
            })
    void whyAnAnswerCannotBeReadIsSaidWithoutAWordOfCode(String cut) {
        front.spoilNext("ListInstances", forged(cut), forged(cut), forged(cut));
        assertThat(failureOfAPass().getMessage())
                .startsWith("ListInstances of service srv-web in us-east-1: the answer could not be read: ")
                .doesNotContain(": null", "software.amazon", "Exception");
    }

    private static Fault forged(String body) {
        return Fault.instead(200, body);
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
