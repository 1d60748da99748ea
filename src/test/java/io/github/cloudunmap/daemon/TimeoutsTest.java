package io.github.cloudunmap.daemon;

import static io.github.cloudunmap.daemon.LocalAws.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.aws.AwsSettings;
import io.github.cloudunmap.faults.Fault;
import io.github.cloudunmap.faults.FaultyFront;
import io.github.cloudunmap.inmemory.Hang;
import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.ReconcileReport.Result;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.AbstractObjectAssert;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Other sides that never come to an end of their answers; the whole-call timeout is the shortest of all. */
@Tag("long")
final class TimeoutsTest {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @Test
    void endsACallToCloudMapThatHangs() {
        try (LocalAws local = new LocalAws(TimeoutsTest::impatient);
                Hang hang = local.aws.on("ListInstances").hang()) {
            local.aws.cloudMap(US).createService("srv-web");

            assertTimedOut(local.service("srv-web", US).pass())
                    .hasToString(failure("ListInstances of service srv-web in us-east-1: no answer in time"));
        }
    }

    @Test
    void endsACallToEc2ThatHangs() {
        try (LocalAws local = new LocalAws(TimeoutsTest::impatient);
                Hang hang = local.aws.on("DescribeInstances").hang()) {
            local.aws.cloudMap(US).createService("srv-web");
            local.registered("srv-web", US, "10.0.0.1");

            assertTimedOut(local.service("srv-web", US).pass())
                    .hasToString(failure("DescribeInstances in us-east-1: no answer in time"));
        }
    }

    @Test
    void neitherWaitsForADrippingAnswerForEverNorLetsItHoldUpAnotherCallsTimeout() throws Exception {
        try (DrippingServer server = new DrippingServer("srv-drip");
                LocalAws local = new LocalAws(aws -> impatient(server.endpoint()))) {
            LocalAws.TestService drip = local.service("srv-drip", US);
            LocalAws.TestService hang = local.service("srv-hang", US);

            CompletableFuture<ReconcileReport> dripping = CompletableFuture.supplyAsync(drip::pass);
            server.awaitDripping();
            // Its timeout comes after that of the dripping call; by the SDK's own message it was this call's.
            assertTimedOut(hang.pass())
                    .hasToString(failure("ListInstances of service srv-hang in us-east-1: no answer in time"));
            assertTimedOut(dripping.get(DEADLINE.toSeconds(), TimeUnit.SECONDS));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ListInstances of service srv-web", "DescribeInstances"})
    void removesWhatIsGoneOnceAnswersNoLongerDripWithoutEnd(String request) throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (FaultyFront front = new FaultyFront();
                LocalAws local = new LocalAws(aws -> impatient(front.before(aws)))) {
            local.aws.cloudMap(US).createService("srv-web");
            String live = local.registered("srv-web", US, "10.0.0.1");
            local.aws.ec2(US).forget(local.registered("srv-web", US, "10.0.0.2"));
            LocalAws.TestService web = local.service("srv-web", US);

            front.spoil(request.split(" ", 2)[0], Fault.drip(over));
            assertTimedOut(web.pass()).hasToString(failure(request + " in us-east-1: no answer in time"));
            assertThat(local.registrations("srv-web")).hasSize(2);

            over.countDown();
            front.heal();
            assertThat(web.pass().result()).isEqualTo(Result.SUCCESS);
            assertThat(local.registrations("srv-web")).containsExactly(live);
        }
    }

    private static AwsSettings impatient(URI endpoint) {
        return new AwsSettings(endpoint, false, Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(1));
    }

    private static String failure(String message) {
        return ApiFailure.class.getName() + ": " + message;
    }

    private static AbstractObjectAssert<?, ApiFailure> assertTimedOut(ReconcileReport report) {
        assertThat(report.result()).isEqualTo(Result.ERROR);
        return assertThat(report.failure().orElseThrow())
                .asInstanceOf(InstanceOfAssertFactories.type(ApiFailure.class))
                .returns("Timeout", ApiFailure::code);
    }
}
