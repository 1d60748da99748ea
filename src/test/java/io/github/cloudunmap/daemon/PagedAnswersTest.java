package io.github.cloudunmap.daemon;

import static io.github.cloudunmap.daemon.LocalAws.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.ReconcileReport.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** EC2 splits its answers by id into pages, over HTTP. */
@Timeout(60)
final class PagedAnswersTest {
    private final LocalAws local = new LocalAws();
    private final LocalAws.TestService web = local.service("srv-web", US);
    private String first = "";
    private String second = "";

    @BeforeEach
    void twoLiveAndOneHasEnded() {
        local.aws.cloudMap(US).createService("srv-web");
        first = local.registered("srv-web", US, "10.0.0.1");
        second = local.registered("srv-web", US, "10.0.0.2");
        ended("10.0.0.3");
    }

    @AfterEach
    void close() {
        local.close();
    }

    @Test
    void whatIsMissedBetweenTwoPagesStays() {
        local.aws.ec2(US).splitAnswersById(1);
        local.aws.on("DescribeInstances").before(call -> {
            if (call.nextToken() != null) {
                local.aws.ec2(US).hide(second);
            }
        });

        assertThat(web.pass().result()).isEqualTo(Result.SUCCESS);
        assertThat(local.registrations("srv-web")).containsExactlyInAnyOrder(first, second);
        ended("10.0.0.4");
        // Asked for together with those that were seen alive.
        assertThat(web.pass().result()).isEqualTo(Result.SUCCESS);
        assertThat(local.registrations("srv-web")).containsExactlyInAnyOrder(first, second);
        assertThat(local.aws.calls().log("DescribeInstances")).allMatch(call -> call.nextToken() == null);
    }

    @Test
    void anAnswerWithoutAnEndFailsThePass() {
        local.aws.ec2(US).splitAnswersById(0);

        ReconcileReport report = web.pass();

        assertThat(report.result()).isEqualTo(Result.ERROR);
        assertThat(report.failure().orElseThrow()).hasMessageContaining("alone has several pages");
        assertThat(local.registrations("srv-web")).hasSize(3);
        assertThat(local.aws.calls().count("DescribeInstances")).isLessThan(5);
    }

    private void ended(String address) {
        local.aws.ec2(US).terminate(local.registered("srv-web", US, address));
    }
}
