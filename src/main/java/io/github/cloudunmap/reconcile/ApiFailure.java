package io.github.cloudunmap.reconcile;

import java.util.Set;
import java.util.concurrent.RejectedExecutionException;

/**
 * A call to AWS failed after its retries, or the state directory could not be used. The message is one line that an
 * operator can act on.
 */
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

    /** @param code AWS's error code; if no answer came, a name of our own in the same style */
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

    /** Returns the code of any failure. A defect of this program has no code, so the name of its class serves. */
    public static String codeOf(Exception failure) {
        if (isShutdown(failure)) {
            return "Interrupted";
        }
        return failure instanceof ApiFailure api
                ? api.code()
                : failure.getClass().getSimpleName();
    }

    /** Whether the program's threads and timers are closed, so that it takes no further task. */
    private static boolean isShutdown(Exception failure) {
        return failure instanceof RejectedExecutionException;
    }

    /** Returns the message of any failure. For a defect without a message, the name of its class serves. */
    public static String messageOf(Exception failure) {
        if (isShutdown(failure)) {
            return "the program is being stopped";
        }
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    /**
     * The failure of a removal that was not sent, because its last readings had become too old.
     *
     * @param what the removal in words, for the message
     */
    public static ApiFailure unsent(String what) {
        return new ApiFailure(UNSENT, what + ": not sent, because the readings right before it were too old by then");
    }

    /** Whether AWS has throttled the call. */
    public boolean isThrottled() {
        return THROTTLED.contains(code);
    }

    /**
     * Whether a removal that failed like this may be prepared and sent again, because this attempt has certainly
     * changed nothing.
     */
    public boolean mayBeTriedAgain() {
        return isThrottled() || code.equals(UNSENT);
    }

    /** Whether IAM does not permit the call. */
    public boolean isDenied() {
        return DENIED.contains(code);
    }
}
