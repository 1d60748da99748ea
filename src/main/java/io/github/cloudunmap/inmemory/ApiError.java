package io.github.cloudunmap.inmemory;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An error answer of AWS: the HTTP status, the error code that the SDK reports, and a message.
 *
 * <p>The AWS in memory throws this exception to end a request. Tests pass it to {@link Faults} to make requests fail.
 */
public final class ApiError extends RuntimeException {
    /** This value in place of an HTTP status closes the connection without an answer. */
    static final int NO_ANSWER = 0;

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final @Nullable String operationId;

    public ApiError(int status, String code, String message) {
        this(status, code, message, null);
    }

    private ApiError(int status, String code, String message, @Nullable String operationId) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.operationId = operationId;
    }

    /**
     * Cloud Map's answer to a request to change a registration while an earlier operation, the one with this id, is
     * still changing it.
     */
    public static ApiError duplicateRequest(String operationId) {
        return new ApiError(
                400, "DuplicateRequest", "Another operation is already in progress: " + operationId, operationId);
    }

    /** EC2's answer if the account's token bucket for the operation is empty. */
    public static ApiError requestLimitExceeded() {
        return new ApiError(503, "RequestLimitExceeded", "Request limit exceeded.");
    }

    /** Cloud Map's answer if the account's token bucket for the operation is empty. */
    public static ApiError throttling() {
        return new ApiError(400, "ThrottlingException", "Rate exceeded");
    }

    /** EC2's answer to a caller without permission. */
    public static ApiError unauthorizedOperation() {
        return new ApiError(403, "UnauthorizedOperation", "You are not authorized to perform this operation.");
    }

    /** Cloud Map's answer to a caller without permission. */
    public static ApiError accessDenied() {
        return new ApiError(400, "AccessDeniedException", "User is not authorized to perform this operation");
    }

    /**
     * Closes the connection without an answer. If a hook throws this after the request has taken effect, only the
     * answer is lost.
     */
    public static ApiError droppedConnection() {
        return new ApiError(NO_ANSWER, "DroppedConnection", "no answer");
    }

    static ApiError badRequest(String code, String message) {
        return new ApiError(400, code, message);
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    /** Returns the id of the operation that is under way, if this is a {@link #duplicateRequest}; else empty. */
    Optional<String> operationId() {
        return Optional.ofNullable(operationId);
    }

    public String message() {
        return String.valueOf(getMessage());
    }
}
