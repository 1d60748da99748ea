package io.github.cloudunmap.daemon;

import static io.github.cloudunmap.daemon.LocalAws.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.inmemory.ApiError;
import io.github.cloudunmap.reconcile.ReconcileReport;
import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What still lives may be registering anew: its registration is read again right before a removal. */
final class RegistrationChangeTest {
    private final LocalAws local = new LocalAws();
    private final LocalAws.TestService web = local.service("srv-web", US);
    private String restarted = "";
    private String newAddress = "";

    @BeforeEach
    void anInstanceRestartedAndIsStillRegisteredWithItsOldAddress() {
        local.aws.cloudMap(US).createService("srv-web");
        local.registered("srv-web", US, "10.0.0.1");
        restarted = local.registeredPublicly("srv-web", US, "10.0.0.2", "198.51.100.2");
        newAddress = local.restart(US, restarted);
    }

    @AfterEach
    void close() {
        local.close();
    }

    @Test
    void removesTheOldAddressWhenTheInstanceDoesNotRegisterAnew() {
        assertThat(result(web.pass())).isEqualTo(RemovalResult.DEREGISTERED);
        assertThat(local.registrations("srv-web")).hasSize(1);
    }

    @Test
    void keepsARegistrationThatChangedBetweenTheListAndTheRemoval() {
        local.aws.on("DescribeInstances").afterNext(call -> local.register("srv-web", restarted, newAddress));

        assertThat(result(web.pass())).isEqualTo(RemovalResult.CHANGED);
        assertThat(local.registrations("srv-web")).contains(restarted);
    }

    @Test
    void keepsItWhereOnlyTheListMayBeReadAgain() {
        local.aws.on("GetInstance").fail(new ApiError(400, "AccessDeniedException", "not authorized"));
        local.aws.on("DescribeInstances").afterNext(call -> local.register("srv-web", restarted, newAddress));

        assertThat(result(web.pass())).isEqualTo(RemovalResult.CHANGED);
        assertThat(local.registrations("srv-web")).contains(restarted);
    }

    @Test
    void removesNothingThatItCouldNotReadAgain() {
        local.aws.on("GetInstance").fail(new ApiError(400, "InternalFailure", "try later"));

        ReconcileReport report = web.pass();

        assertThat(result(report)).isEqualTo(RemovalResult.FAILED);
        assertThat(report.result()).isEqualTo(ReconcileReport.Result.ERROR);
        assertThat(local.registrations("srv-web")).contains(restarted);
    }

    @Test
    void asksEc2OnceAboutWhatIsGoneForGood() {
        LocalAws.TestService api = local.service(LocalAws.config("srv-api", US, US));
        local.aws.cloudMap(US).createService("srv-api");
        local.registered("srv-api", US, "10.1.0.1");
        local.aws.ec2(US).terminate(local.registered("srv-api", US, "10.1.0.2"));

        assertThat(result(api.pass())).isEqualTo(RemovalResult.DEREGISTERED);
        assertThat(local.aws.calls().count("DescribeInstances")).isEqualTo(1);
        assertThat(local.aws.calls().count("GetInstance")).isEqualTo(1);
    }

    private static RemovalResult result(ReconcileReport report) {
        assertThat(report.outcomes()).hasSize(1);
        return report.outcomes().get(0).result();
    }
}
