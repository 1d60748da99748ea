package io.github.cloudunmap.daemon;

import static io.github.cloudunmap.daemon.LocalAws.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.LogLines;
import io.github.cloudunmap.inmemory.ApiError;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.ReconcileReport.Outcome;
import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import io.github.cloudunmap.reconcile.ReconcileReport.Result;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Cloud Map is at work on a registration already when it is to be removed, over HTTP. */
@Timeout(60)
final class DuplicateRequestTest {
    private final LocalAws local = new LocalAws();
    private final LocalAws.TestService web = local.service("srv-web", US);
    private final LogLines log = new LogLines("reconcile");
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
        log.close();
        local.close();
    }

    @Test
    void anotherRemovalOfTheSameIsUnderWay() {
        removing(dead);

        assertPass(RemovalResult.UNDER_WAY, Result.SUCCESS);
    }

    @Test
    void aRegistrationOfTheSameFailsTheRemoval() throws Exception {
        String operation = registering(dead);

        assertPass(RemovalResult.FAILED, Result.ERROR);
        log.await(line -> line.contains("operation " + operation
                + " stands in the way, a REGISTER_INSTANCE of instance " + dead + " (PENDING) (DuplicateRequest)"));
    }

    @Test
    void aRemovalOfAnotherInstanceFailsTheRemoval() {
        String other = removing(local.registered("srv-web", US, "10.0.0.3"));
        local.aws.on("DeregisterInstance").fail(ApiError.duplicateRequest(other));

        assertPass(RemovalResult.FAILED, Result.ERROR);
    }

    @Test
    void aRemovalThatHasFailedIsNotUnderWay() {
        local.aws.cloudMap(US).failNextOperations(1, "ACCESS_DENIED", "no access to the hosted zone");
        String failed = removing(dead);
        local.aws.cloudMap(US).releaseOperations();
        local.aws.on("DeregisterInstance").fail(ApiError.duplicateRequest(failed));

        assertPass(RemovalResult.FAILED, Result.ERROR);
    }

    @Test
    void whatMayNotBeAskedIsNotTrusted() throws Exception {
        String operation = removing(dead);
        local.aws.on("GetOperation").fail(ApiError.accessDenied());

        assertPass(RemovalResult.FAILED, Result.ERROR);
        log.await(line -> line.contains("operation " + operation + " is under way")
                && line.contains("whether that is a removal is not known"));
        assertPass(RemovalResult.FAILED, Result.ERROR);
        assertThat(local.aws.calls().count("GetOperation")).isEqualTo(1);
    }

    @Test
    void whatCannotBeReadIsNotTrusted() {
        removing(dead);
        local.aws.on("GetOperation").fail(new ApiError(400, "OperationNotFound", "Operation not found"));

        assertPass(RemovalResult.FAILED, Result.ERROR);
    }

    @Test
    void anOperationThatIsNotNamedIsNotTrusted() throws Exception {
        local.aws.on("DeregisterInstance").fail(new ApiError(400, "DuplicateRequest", "Busy"));

        assertPass(RemovalResult.FAILED, Result.ERROR);
        log.await(line -> line.contains("the answer does not say which"));
    }

    private String removing(String id) {
        return local.aws.cloudMap(US).beginDeregistration("srv-web", id);
    }

    private String registering(String id) {
        return local.aws.cloudMap(US).beginRegistration("srv-web", id, Map.of("AWS_INSTANCE_IPV4", "10.0.0.9"));
    }

    private void assertPass(RemovalResult removal, Result result) {
        ReconcileReport report = web.pass();

        assertThat(report.outcomes()).extracting(Outcome::result).containsExactly(removal);
        assertThat(report.result()).isEqualTo(result);
        assertThat(local.registrations("srv-web")).contains(dead);
    }
}
