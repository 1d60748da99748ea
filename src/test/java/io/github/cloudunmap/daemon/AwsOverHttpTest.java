package io.github.cloudunmap.daemon;

import static io.github.cloudunmap.daemon.LocalAws.EU;
import static io.github.cloudunmap.daemon.LocalAws.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.inmemory.ApiError;
import io.github.cloudunmap.inmemory.Hang;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import io.github.cloudunmap.reconcile.ReconcileReport.Result;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What passes make of AWS's answers, and which requests they spare it. */
final class AwsOverHttpTest {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private LocalAws local = new LocalAws();

    @BeforeEach
    void createService() {
        local.aws.cloudMap(US).createService("srv-web");
    }

    @AfterEach
    void close() {
        local.close();
    }

    @Test
    void aRegionThatFailsIsNoEmptyRegion() {
        registerOneThatLivesAndOneThatIsGone();
        local.aws.on("DescribeInstances", EU).fail(ApiError.unauthorizedOperation());

        ReconcileReport report = local.service("srv-web", US, EU).pass();

        assertThat(report.result()).isEqualTo(Result.ERROR);
        assertThat(report.failure().orElseThrow()).hasMessageStartingWith("DescribeInstances in eu-west-1: ");
        assertThat(report.outcomes()).isEmpty();
        assertThat(local.registrations("srv-web")).hasSize(2);
    }

    @Test
    void whatIsGoneAlreadyIsASuccess() {
        registerOneThatLivesAndOneThatIsGone();
        local.aws.on("DeregisterInstance").fail(new ApiError(404, "InstanceNotFound", "No need to"));

        ReconcileReport report = local.service("srv-web", US).pass();

        assertThat(report.outcomes())
                .extracting(outcome -> outcome.result())
                .containsExactly(RemovalResult.ALREADY_GONE);
        assertThat(report.result()).isEqualTo(Result.SUCCESS);
    }

    @Test
    void asksForNothingThatTheCacheKnows() {
        local.registered("srv-web", US, "10.0.0.1");
        LocalAws.TestService web = local.service("srv-web", US);

        web.pass();
        web.pass();

        assertThat(local.aws.calls().count("DescribeInstances")).isEqualTo(1);
    }

    @Test
    void asksEveryTimeWithoutACache() {
        useNoCache();
        local.registered("srv-web", US, "10.0.0.1");
        LocalAws.TestService web = local.service("srv-web", US);

        web.pass();
        web.pass();

        assertThat(local.aws.calls().count("DescribeInstances")).isEqualTo(2);
    }

    @Test
    void asksTheRegionAloneThatHadTheInstance() {
        useNoCache();
        local.registered("srv-web", EU, "10.0.0.1");
        LocalAws.TestService web = local.service("srv-web", US, EU);
        web.pass();
        local.aws.calls().reset();

        web.pass();

        assertThat(local.aws.calls().count("DescribeInstances", EU)).isEqualTo(1);
        assertThat(local.aws.calls().count("DescribeInstances", US)).isZero();
    }

    @Test
    void asksNoRegionMoreThanFourTimesAtOnce() throws Exception {
        for (int host = 0; host < 1000; host++) {
            local.register("srv-web", "i-%017x".formatted(host), "10.0.%d.%d".formatted(host / 250, host % 250));
        }
        LocalAws.TestService web = local.service("srv-web", US);
        // After a scan that failed, all are asked for by id.
        local.aws.on("DescribeInstances").failNext(1, ApiError.unauthorizedOperation());
        web.pass();
        try (Hang hang = local.aws.on("DescribeInstances").hang()) {
            // Those that come together all count before the first of them hangs.
            local.aws.on("DescribeInstances").latency(Duration.ofMillis(300));
            CompletableFuture<ReconcileReport> pass = CompletableFuture.supplyAsync(web::pass);
            hang.awaitArrivals(4, DEADLINE);
            hang.release();
            pass.join();
        }

        assertThat(local.aws.calls().count("DescribeInstances", US)).isEqualTo(1 + 5 + 5);
        assertThat(local.aws.calls().mostAtOnce("DescribeInstances", US)).isEqualTo(4);
    }

    private void registerOneThatLivesAndOneThatIsGone() {
        local.registered("srv-web", US, "10.0.0.1");
        local.aws.ec2(US).forget(local.registered("srv-web", US, "10.0.0.2"));
    }

    private void useNoCache() {
        local.close();
        local = new LocalAws(Duration.ZERO);
        createService();
    }
}
