package io.github.cloudunmap.reconcile;

import java.util.Set;

/** A call to AWS that failed after its retries. The message is one line that an operator can act on. */
public final class ApiFailure extends RuntimeException {
    private static final Set<String> DENIED = Set.of("AccessDeniedException", "AccessDenied", "UnauthorizedOperation");
    /** AWS refused the call for its rate, before it did anything. */
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

    /** @param code AWS's error code, or a name of ours in the same style where no answer came */
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
    static String codeOf(Exception failure) {
        return failure instanceof ApiFailure api
                ? api.code()
                : failure.getClass().getSimpleName();
    }

    /** A removal that was not sent, because the readings before it had become too old. */
    public static ApiFailure unsent(String what) {
        return new ApiFailure(UNSENT, what + ": not sent, because the readings right before it were too old by then");
    }

    /** Whether AWS has refused the call for its rate. */
    public boolean isThrottled() {
        return THROTTLED.contains(code);
    }

    /** Whether the call is known to have changed nothing and may succeed if it is prepared again. */
    public boolean mayBeTriedAgain() {
        return isThrottled() || code.equals(UNSENT);
    }

    /** Whether IAM does not permit the call. */
    public boolean isDenied() {
        return DENIED.contains(code);
    }
}
