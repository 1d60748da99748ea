package io.github.cloudunmap.daemon;

import io.github.cloudunmap.reconcile.ApiFailure;
import java.util.List;
import java.util.function.Supplier;

/** The program, or one of its commands, cannot do its work. Each problem is printed as one line. */
public final class StartupException extends Exception {
    private static final long serialVersionUID = 1;

    private final List<String> problems;

    public StartupException(String message, Throwable cause) {
        super(message, cause);
        this.problems = List.of(message);
    }

    public StartupException(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    static void ifAny(List<String> problems) throws StartupException {
        if (!problems.isEmpty()) {
            throw new StartupException(problems);
        }
    }

    /**
     * Makes an object that needs AWS or the state directory. The AWS SDK throws many kinds of exceptions for problems
     * in its environment variables and configuration files; each becomes a problem of one line.
     *
     * @throws StartupException if the object cannot be made
     */
    public static <T> T ifUnusable(Supplier<T> make) throws StartupException {
        try {
            return make.get();
        } catch (ApiFailure e) {
            throw new StartupException(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            throw new StartupException(
                    "no AWS client can be made: " + e.getMessage()
                            + "; look at the AWS_* variables and the AWS configuration file",
                    e);
        }
    }

    public List<String> problems() {
        return problems;
    }
}
