package io.github.cloudunmap.daemon;

import java.util.List;

/** The program cannot start; each problem is one line that names the remedy. */
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

    public List<String> problems() {
        return problems;
    }
}
