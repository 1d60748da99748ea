package io.github.cloudunmap.daemon;

import static io.github.cloudunmap.daemon.LocalAws.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.LogLines;
import io.github.cloudunmap.inmemory.ApiError;
import io.github.cloudunmap.inmemory.CloudMapOperation;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.ReconcileReport.FailedOperation;
import io.github.cloudunmap.reconcile.ReconcileReport.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Cloud Map accepts a removal and fails with it afterwards, over HTTP. */
@Timeout(60)
final class FailedOperationTest {
    private final LocalAws local = new LocalAws();
    private final LocalAws.TestService web = local.service("srv-web", US);
    private final LogLines reconciling = new LogLines("reconcile");
    private final LogLines reading = new LogLines("aws");
    private String dead = "";

    @BeforeEach
    void oneOfTwoHasEnded() {
        local.aws.cloudMap(US).createService("srv-web");
        local.registered("srv-web", US, "10.0.0.1");
        dead = local.registered("srv-web", US, "10.0.0.2");
        local.aws.ec2(US).terminate(dead);
    }

    @AfterEach
    void close() {
        reconciling.close();
        reading.close();
        local.close();
    }

    @Test
    void theNextPassTellsTheFailureAndTriesAgain() throws Exception {
        local.aws.cloudMap(US).failNextOperations(1, "ACCESS_DENIED", "no access to the hosted zone");
        assertThat(web.pass().result()).isEqualTo(Result.SUCCESS);
        String operation = local.aws.cloudMap(US).operations().get(0).id();

        ReconcileReport next = web.pass();

        assertThat(next.result()).isEqualTo(Result.ERROR);
        assertThat(next.failedOperations()).extracting(FailedOperation::code).containsExactly("ACCESS_DENIED");
        assertThat(local.registrations("srv-web")).doesNotContain(dead);
        reconciling.await(
                ("The removal of instance " + dead + " from service srv-web failed after Cloud Map had accepted it"
                        + " (operation " + operation + "): ACCESS_DENIED: no access to the hosted zone")::equals);
    }

    @Test
    void asksForAnOperationUntilItHasEnded() {
        local.aws.cloudMap(US).holdOperations();
        web.pass();
        web.pass();
        local.aws.cloudMap(US).releaseOperations();
        web.pass();
        assertThat(web.pass().result()).isEqualTo(Result.SUCCESS);

        // Once more in the second pass, to see what stands in the way of its own removal.
        assertThat(local.aws.calls().log("GetOperation")).hasSize(3);
        assertThat(local.aws.cloudMap(US).operations())
                .extracting(CloudMapOperation::status)
                .containsExactly(CloudMapOperation.Status.SUCCESS);
    }

    @Test
    void whereItMayNotAskItSaysSoOnceAndGoesOn() throws Exception {
        local.aws.on("GetOperation").fail(ApiError.accessDenied());
        web.pass();
        local.aws.ec2(US).terminate(local.registered("srv-web", US, "10.0.0.3"));
        assertThat(web.pass().result()).isEqualTo(Result.SUCCESS);
        assertThat(web.pass().result()).isEqualTo(Result.SUCCESS);

        assertThat(local.aws.calls().log("GetOperation")).hasSize(1);
        assertThat(local.registrations("srv-web")).hasSize(1);
        reading.await(
                ("GetOperation is not permitted in us-east-1, so removals that fail after Cloud Map has accepted them are"
                                + " not told; the next pass still finds the registrations")::equals);
    }

    /** The first cannot be read, in any pass; the others have failed. */
    @Test
    void anOperationThatCannotBeReadKeepsNoOtherFromBeingTold() {
        local.aws.ec2(US).terminate(local.registered("srv-web", US, "10.0.0.3"));
        local.aws.ec2(US).terminate(local.registered("srv-web", US, "10.0.0.4"));
        local.aws.cloudMap(US).failNextOperations(3, "ACCESS_DENIED", "no access to the hosted zone");
        web.pass();
        local.aws
                .on("GetOperation")
                .failNext(3, new ApiError(500, "InternalFailure", "An internal error has occurred"));

        ReconcileReport next = web.pass();

        assertThat(next.result()).isEqualTo(Result.ERROR);
        assertThat(next.failedOperations()).hasSize(2);
    }

    /** In the order of the log: the list, what EC2 says, the removals, and then what became of the earlier ones. */
    @Test
    void asksAfterTheListAndTheRemovals() {
        web.pass();
        local.aws.ec2(US).terminate(local.registered("srv-web", US, "10.0.0.3"));
        local.aws.calls().reset();
        web.pass();

        assertThat(local.aws.calls().log())
                .extracting(answered -> answered.call().operation())
                .startsWith("ListInstances")
                .endsWith("DeregisterInstance", "GetOperation");
    }

    @Test
    void aFailureToAskKeepsNoRemovalBack() {
        local.aws.on("GetOperation").fail(new ApiError(500, "InternalFailure", "An internal error has occurred"));
        web.pass();
        local.aws.ec2(US).terminate(local.registered("srv-web", US, "10.0.0.3"));

        assertThat(web.pass().result()).isEqualTo(Result.SUCCESS);
        assertThat(local.registrations("srv-web")).hasSize(1);
    }
}
