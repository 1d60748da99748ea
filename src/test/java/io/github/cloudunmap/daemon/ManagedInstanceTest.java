package io.github.cloudunmap.daemon;

import static io.github.cloudunmap.daemon.LocalAws.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.inmemory.ApiError;
import io.github.cloudunmap.inmemory.InMemoryAws;
import io.github.cloudunmap.inmemory.LaunchedInstance;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.ReconcileReport.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An account that hides the instances which AWS services manage in it, over HTTP. */
@Timeout(60)
final class ManagedInstanceTest {
    private final LocalAws local = new LocalAws();
    private final LocalAws.TestService web = local.service("srv-web", US);
    private String dead = "";

    @BeforeEach
    void oneManagedLivesAndAnotherInstanceHasEnded() {
        local.aws.account(InMemoryAws.DEFAULT_ACCOUNT).hideManagedResources(true);
        local.aws.cloudMap(US).createService("srv-web");
        local.registered("srv-web", US, "10.0.0.1");
        dead = local.registered("srv-web", US, "10.0.0.2");
        local.aws.ec2(US).terminate(dead);
    }

    @AfterEach
    void close() {
        local.close();
    }

    @Test
    void aManagedInstanceThatLivesStays() {
        String managed = managed("10.0.0.3");

        assertThat(web.pass().result()).isEqualTo(Result.SUCCESS);

        assertThat(local.registrations("srv-web")).contains(managed).doesNotContain(dead);
    }

    @Test
    void aScanShowsManagedInstancesToo() {
        for (int host = 0; host < 250; host++) {
            managed("10.1.0." + host);
        }

        assertThat(web.pass().result()).isEqualTo(Result.SUCCESS);

        assertThat(local.registrations("srv-web")).hasSize(251).doesNotContain(dead);
        // All that lives by the scan, and what it does not show by id.
        assertThat(local.aws.calls().log("DescribeInstances")).hasSize(2);
    }

    @Test
    void anEndpointThatDoesNotKnowManagedInstancesFailsThePass() {
        local.aws
                .on("DescribeInstances")
                .fail(new ApiError(400, "UnknownParameter", "The parameter IncludeManagedResources is not recognized"));

        ReconcileReport report = web.pass();

        assertThat(report.result()).isEqualTo(Result.ERROR);
        assertThat(report.failure().orElseThrow())
                .hasMessageStartingWith("DescribeInstances in us-east-1: The parameter IncludeManagedResources is not"
                        + " recognized (UnknownParameter, request id ");
        assertThat(local.registrations("srv-web")).contains(dead);
        assertThat(local.aws.calls().count("DescribeInstances")).isEqualTo(1);
    }

    private String managed(String address) {
        String id = local.aws.ec2(US).launch(LaunchedInstance.running(address).asManaged());
        local.register("srv-web", id, address);
        return id;
    }
}
