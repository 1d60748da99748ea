package io.github.cloudunmap.reconcile;

import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A failure of something that the program needs, most often of a call to AWS or of a use of the state directory. The
 * message tells an operator the cause.
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

    private static final String UNSENT = "OutdatedReadings";
    private static final long serialVersionUID = 1;

    private final String code;
    private final boolean isRefusal;

    /** @param code AWS's error code; for a failure that AWS has not reported, a code of this program */
    public ApiFailure(String code, String message, Throwable cause) {
        this(code, message, cause, false);
    }

    public ApiFailure(String code, String message) {
        this(code, message, null, false);
    }

    private ApiFailure(String code, String message, @Nullable Throwable cause, boolean isRefusal) {
        super(message, cause);
        this.code = code;
        this.isRefusal = isRefusal;
    }

    /** The failure of a call that AWS has refused, so that the call has certainly changed nothing. */
    public static ApiFailure refusal(String code, String message, @Nullable Throwable cause) {
        return new ApiFailure(code, message, cause, true);
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

    /**
     * Returns the message of an exception, or the name of its class if it has no message. If an executor has refused a
     * task, returns instead that the program is being stopped.
     */
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
     * @param what the operation of Cloud Map, for the message
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
     * Whether the call has certainly changed nothing. After another failure, such as a missing answer, AWS may have
     * carried out the call.
     */
    public boolean isRefusal() {
        return isRefusal || mayBeTriedAgain();
    }

    /** Whether IAM does not permit the call. */
    public boolean isDenied() {
        return DENIED.contains(code);
    }
}
