package io.github.cloudunmap.reconcile;

import java.util.Set;

/** A call to AWS that failed after its retries. The message is one line that an operator can act on. */
public final class ApiFailure extends RuntimeException {
    private static final Set<String> DENIED = Set.of("AccessDeniedException", "AccessDenied", "UnauthorizedOperation");
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

    /** Whether IAM does not permit the call. */
    public boolean isDenied() {
        return DENIED.contains(code);
    }
}
