package io.github.cloudunmap.aws.cloudmap;

import io.github.cloudunmap.aws.call.AwsCall;
import io.github.cloudunmap.aws.call.RateLimiter;
import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.Deregistrar.OperationState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;
import software.amazon.awssdk.services.servicediscovery.model.Operation;
import software.amazon.awssdk.services.servicediscovery.model.OperationStatus;

/**
 * Reads Cloud Map's operations in one region as one identity. Once AWS has denied GetOperation, no further
 * GetOperation is sent.
 */
public final class CloudMapOperations {
    private static final Logger LOG = LoggerFactory.getLogger(CloudMapOperations.class);

    /** The longest id of an operation, in characters, from Cloud Map's documentation. */
    private static final int LONGEST_OPERATION_ID = 255;

    private final AwsCall calls;
    private final ServiceDiscoveryClient client;
    private final RateLimiter limiter;
    private final String region;
    private boolean denied;

    /** @param limiter limits GetOperation */
    public CloudMapOperations(AwsCall calls, ServiceDiscoveryClient client, RateLimiter limiter, String region) {
        this.calls = calls;
        this.client = client;
        this.limiter = limiter;
        this.region = region;
    }

    /**
     * Refuses the answer to a registration or removal if the answer names no operation. Cloud Map always names the
     * operation. So an answer without it comes from another server, such as a proxy.
     *
     * @param what the call, for the message
     */
    static void requireId(String what, @Nullable String operationId) {
        if (!canBeTrue(operationId)) {
            throw new ApiFailure(
                    "UnreadableAnswer", what + ": the answer names no operation, so it is not Cloud Map's");
        }
    }

    /** Whether this text can be the id of an operation. */
    private static boolean canBeTrue(@Nullable String operationId) {
        return operationId != null
                && !operationId.isEmpty()
                && operationId.length() <= LONGEST_OPERATION_ID
                && operationId.chars().allMatch(character -> character > ' ' && character < 0x7f);
    }

    /**
     * Reads the state of the operation. Returns empty if Cloud Map has forgotten the operation, or if AWS denies
     * GetOperation.
     *
     * @throws ApiFailure if the state could not be read
     */
    public Optional<OperationState> state(String operationId) {
        if (isDenied()) {
            return Optional.empty();
        }
        try {
            return Optional.of(state(read(operationId)));
        } catch (ApiFailure failure) {
            if (!failure.isDenied() && !failure.code().equals("OperationNotFound")) {
                throw failure;
            }
            return Optional.empty();
        }
    }

    /**
     * Reads the operation.
     *
     * @throws ApiFailure if the operation could not be read, or if AWS denies GetOperation
     */
    public Operation operation(String operationId) {
        if (isDenied()) {
            throw new ApiFailure("AccessDeniedException", what() + ": it is not permitted");
        }
        return read(operationId);
    }

    private Operation read(String operationId) {
        try {
            Operation operation = calls.within(
                            what(), limiter, () -> client.getOperation(request -> request.operationId(operationId)))
                    .operation();
            if (operation == null) {
                throw unreadable("the answer has no operation");
            } else if (!operationId.equals(operation.id())) {
                throw unreadable("the answer is about another operation");
            } else if (operation.status() == null) {
                throw unreadable("the answer has no status of the operation");
            }
            return operation;
        } catch (ApiFailure failure) {
            if (failure.isDenied()) {
                deny(failure);
            }
            throw failure;
        }
    }

    private ApiFailure unreadable(String why) {
        return new ApiFailure("UnreadableAnswer", what() + ": " + why);
    }

    private String what() {
        return "GetOperation in " + region;
    }

    private static OperationState state(Operation operation) {
        if (operation.status() == OperationStatus.SUCCESS) {
            return new OperationState.Done();
        }
        return operation.status() == OperationStatus.FAIL
                ? new OperationState.Failed(
                        String.valueOf(operation.errorCode()), String.valueOf(operation.errorMessage()))
                : new OperationState.UnderWay();
    }

    private synchronized boolean isDenied() {
        return denied;
    }

    private synchronized void deny(ApiFailure failure) {
        if (!denied) {
            denied = true;
            LOG.atInfo()
                    .addKeyValue("region", region)
                    .addKeyValue("error_code", failure.code())
                    .log(
                            "GetOperation is not permitted in {}, so removals that fail after Cloud Map has accepted them"
                                    + " are not told; the next pass still finds the registrations",
                            region);
        }
    }
}
