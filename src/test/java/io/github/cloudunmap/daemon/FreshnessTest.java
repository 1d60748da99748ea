package io.github.cloudunmap.daemon;

import static io.github.cloudunmap.daemon.LocalAws.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.Verdict;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A stale verdict rests on an EC2 answer requested after the list was read; each test is one interleaving of the two.
 */
final class FreshnessTest {
    private final LocalAws local = new LocalAws();
    private final LocalAws.TestService web = local.service("srv-web", US);

    @BeforeEach
    void warmTheCache() {
        local.aws.cloudMap(US).createService("srv-web");
        local.registered("srv-web", US, "10.0.0.1");
        local.registered("srv-web", US, "10.0.0.2");
        assertThat(web.pass().result()).isEqualTo(ReconcileReport.Result.SUCCESS);
    }

    @AfterEach
    void close() {
        local.close();
    }

    @Test
    void keepsAnInstanceLaunchedAndRegisteredWhileThePassRuns() {
        local.aws.on("ListInstances").beforeNext(call -> local.registered("srv-web", US, "10.0.0.3"));

        ReconcileReport report = web.pass();

        assertThat(report.plan().orElseThrow().count(Verdict.Kind.MATCHED)).isEqualTo(3);
        assertThat(local.registrations("srv-web")).hasSize(3);
    }

    @Test
    void keepsAnInstanceThatEc2DidNotShowYetToTheLookupInFlight() throws Exception {
        String late = local.aws.ec2(US).launch("10.0.0.3");
        local.aws.ec2(US).hide(late);
        local.aws.cloudMap(US).createService("srv-other");
        local.register("srv-other", late, "10.0.0.3");
        LocalAws.TestService other = local.service("srv-other", US);
        CountDownLatch answerRead = new CountDownLatch(1);
        CountDownLatch answerSent = new CountDownLatch(1);
        local.aws.on("DescribeInstances").afterNext(call -> {
            answerRead.countDown();
            await(answerSent);
        });
        CompletableFuture<ReconcileReport> pass = CompletableFuture.supplyAsync(other::pass);
        await(answerRead);

        local.aws.ec2(US).reveal(late);
        local.register("srv-web", late, "10.0.0.3");
        // The lookup meets a request in flight for the same id, whose answer does not show the instance.
        ReconcileReport report = local.service(LocalAws.config("srv-web", US, US), answerSent::countDown)
                .pass();

        pass.join();
        assertThat(report.plan().orElseThrow().count(Verdict.Kind.MATCHED)).isEqualTo(3);
        assertThat(local.registrations("srv-web")).contains(late);
    }

    @Test
    void keepsAnInstanceThatTookANewAddressSinceTheCacheWasFilled() {
        String moved = local.registeredPublicly("srv-web", US, "10.0.0.3", "198.51.100.3");
        web.pass();
        local.register("srv-web", moved, local.restart(US, moved));

        ReconcileReport report = web.pass();

        assertThat(report.plan().orElseThrow().count(Verdict.Kind.MATCHED)).isEqualTo(3);
        assertThat(local.registrations("srv-web")).contains(moved);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
