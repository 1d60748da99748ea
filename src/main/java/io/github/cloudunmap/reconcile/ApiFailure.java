package io.github.cloudunmap.reconcile;

import java.util.Set;
import java.util.concurrent.RejectedExecutionException;

/**
 * A call to AWS failed after its retries, or the state directory could not be used. The message is one line that an
 * operator can act on.
 */
public final class ApiFailure extends RuntimeException {
    private static final Set<String> DENIED = Set.of("AccessDeniedException", "AccessDenied", "UnauthorizedOperation");
    /** Error codes with which AWS throttles a call. A throttled call has had no effect. */
    private static final Set<String> THROTTLED = Set.of(
            "Throttling",
            "ThrottlingException",
            "ThrottledException",
            "RequestThrottled",
            "RequestThrottledException",
            "RequestLimitExceeded",
            "TooManyRequestsException",
            "SlowDown");

    /** The codes of failures after which nobody knows whether AWS has carried out the call. */
    private static final Set<String> OPEN = Set.of(
            "Timeout",
            "NoAnswer",
            "UnreadableAnswer",
            "Interrupted",
            "InternalError",
            "InternalFailure",
            "InternalServerError",
            "ServiceUnavailable");

    private static final String UNSENT = "OutdatedReadings";
    private static final long serialVersionUID = 1;

    private final String code;

    /** @param code AWS's error code; for a failure that AWS has not reported, a code of this program */
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

    /** Returns the error code of any exception, or the name of its class if it has no code. */
    public static String codeOf(Exception failure) {
        if (isShutdown(failure)) {
            return "Interrupted";
        }
        return failure instanceof ApiFailure api
                ? api.code()
                : failure.getClass().getSimpleName();
    }

    /** Whether the exception shows that the program is being stopped: its executors take no further task. */
    private static boolean isShutdown(Exception failure) {
        return failure instanceof RejectedExecutionException;
    }

    /** Returns the message of any exception, or the name of its class if it has no message. */
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
     * Whether a removal that failed with this error may be prepared and sent again: the failed attempt has certainly
     * changed nothing in Cloud Map.
     */
    public boolean mayBeTriedAgain() {
        return isThrottled() || code.equals(UNSENT);
    }

    /**
     * Whether the call has certainly changed nothing: AWS has refused it, or it was not sent. This is not known if an
     * answer is missing, or if it comes from a proxy, with a code such as {@code HTTP502}.
     */
    public boolean isRefusal() {
        return !OPEN.contains(code) && !code.startsWith("HTTP");
    }

    /** Whether IAM does not permit the call. */
    public boolean isDenied() {
        return DENIED.contains(code);
    }
}
