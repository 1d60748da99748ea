package io.github.cloudunmap.reconcile;

import java.util.Set;

/** A call to AWS that failed after its retries. The message is one line that an operator can act on. */
public final class ApiFailure extends RuntimeException {
    private static final Set<String> DENIED = Set.of("AccessDeniedException", "AccessDenied", "UnauthorizedOperation");
    /** Error codes of calls that AWS throttled, so that they had no effect. */
    private static final Set<String> THROTTLED = Set.of(
            "Throttling",
            "ThrottlingException",
            "ThrottledException",
            "RequestThrottled",
            "RequestThrottledException",
            "RequestLimitExceeded",
            "TooManyRequestsException",
            "SlowDown");

    private static final String UNSENT = "OutdatedReadings";
    private static final long serialVersionUID = 1;

    private final String code;

    /** @param code AWS's error code, or one of our own names in the same style if no answer came */
    public ApiFailure(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public ApiFailure(String code, String message) {
        super(message);
        this.code = code;
    }

    public String code() {
        return code;
    }

    /** The code of any failure: a defect has the name of its class. */
    public static String codeOf(Exception failure) {
        return failure instanceof ApiFailure api
                ? api.code()
                : failure.getClass().getSimpleName();
    }

    /** The message of any failure: a defect without one has the name of its class. */
    public static String messageOf(Exception failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    /** A removal that was not sent, because its last readings had become too old. */
    public static ApiFailure unsent(String what) {
        return new ApiFailure(UNSENT, what + ": not sent, because the readings right before it were too old by then");
    }

    /** Whether AWS has throttled the call. */
    public boolean isThrottled() {
        return THROTTLED.contains(code);
    }

    /** Whether a removal can be prepared and sent again: this attempt has certainly changed nothing. */
    public boolean mayBeTriedAgain() {
        return isThrottled() || code.equals(UNSENT);
    }

    /** Whether IAM does not permit the call. */
    public boolean isDenied() {
        return DENIED.contains(code);
    }
}
