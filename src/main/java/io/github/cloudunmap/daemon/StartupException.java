package io.github.cloudunmap.daemon;

/** The program cannot start; the message is one line that names the remedy. */
public final class StartupException extends Exception {
    private static final long serialVersionUID = 1;

    public StartupException(String message, Throwable cause) {
        super(message, cause);
    }
}
