package io.github.cloudunmap.daemon;

import static io.github.cloudunmap.daemon.LocalAws.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.inmemory.LaunchedInstance;
import io.github.cloudunmap.reconcile.Plan;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.Verdict;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the cache knows alive says nothing for an EC2 that has shown nothing since, over HTTP. */
final class CachedAnswersTest {
    private final LocalAws local = new LocalAws();
    private final LocalAws.TestService web = local.service("srv-web", US);

    /** Two are too few for a suspicion. */
    @BeforeEach
    void twoAreKnown() {
        local.aws.cloudMap(US).createService("srv-web");
        local.registered("srv-web", US, "10.0.0.1");
        local.registered("srv-web", US, "10.0.0.2");
        assertThat(web.pass().plan().orElseThrow().count(Verdict.Kind.MATCHED)).isEqualTo(2);
    }

    @AfterEach
    void close() {
        local.close();
    }

    @Test
    void neverAllDoesNotRestOnThem() {
        local.aws.ec2(US).blackOut(true);
        String young = local.registered("srv-web", US, "10.0.0.3");

        ReconcileReport report = web.pass();

        assertThat(report.plan().orElseThrow().decision())
                .isInstanceOfSatisfying(
                        Plan.Refused.class,
                        refused -> assertThat(refused.rule()).isEqualTo(Plan.Rule.NEVER_ALL));
        assertThat(local.registrations("srv-web")).hasSize(3).contains(young);
    }

    @Test
    void whereEc2StillShowsTheOthersTheDeadOneGoes() {
        String hidden =
                local.aws.ec2(US).launch(LaunchedInstance.running("10.0.0.3").hidden());
        local.register("srv-web", hidden, "10.0.0.3");
        local.aws.calls().reset();

        assertThat(web.pass().result()).isEqualTo(ReconcileReport.Result.SUCCESS);
        assertThat(local.registrations("srv-web")).hasSize(2).doesNotContain(hidden);
        // With the others as witnesses, who vouch for EC2 without a request of their own; and once more before it goes.
        assertThat(local.aws.calls().count("DescribeInstances")).isEqualTo(2);
    }
}
