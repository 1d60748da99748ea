package io.github.cloudunmap.daemon;

import static io.github.cloudunmap.daemon.LocalAws.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cloudunmap.inmemory.ApiError;
import io.github.cloudunmap.reconcile.ReconcileReport.Outcome;
import io.github.cloudunmap.reconcile.ReconcileReport.RemovalResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which failures of a removal show that the registration is still there, over HTTP. */
@Timeout(60)
final class RefusedRemovalTest {
    private final LocalAws local = new LocalAws();
    private final LocalAws.TestService web = local.service("srv-web", US);

    @BeforeEach
    void oneOfTwoHasEnded() {
        local.aws.cloudMap(US).createService("srv-web");
        local.registered("srv-web", US, "10.0.0.1");
        local.aws.ec2(US).terminate(local.registered("srv-web", US, "10.0.0.2"));
    }

    @AfterEach
    void close() {
        local.close();
    }

    @ParameterizedTest
    @CsvSource({
        "400, ResourceInUse",
        "400, InvalidInput",
        "400, AccessDeniedException",
        "400, ExpiredTokenException",
        "403, UnrecognizedClientException"
    })
    void aRefusalShowsThatItIsStillThere(int status, String code) {
        assertThat(failing(status, code).mayBeGone()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "500, InternalFailure",
        "500, InternalServerException",
        "500, InternalServiceError",
        "502, BadGateway",
        "503, ServiceUnavailableException",
        "504, GatewayTimeout",
        "408, RequestTimeoutException",
        "400, RequestTimeout",
        "400, RequestAbortedException",
        "400, DuplicateRequest"
    })
    void afterAnyOtherErrorItMayBeGone(int status, String code) {
        assertThat(failing(status, code).mayBeGone()).isTrue();
    }

    private Outcome failing(int status, String code) {
        local.aws.on("DeregisterInstance").fail(new ApiError(status, code, "no"));
        Outcome outcome = web.pass().outcomes().get(0);
        assertThat(outcome.result()).isEqualTo(RemovalResult.FAILED);
        return outcome;
    }
}
