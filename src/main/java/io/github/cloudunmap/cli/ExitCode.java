package io.github.cloudunmap.cli;

/** How the process ends. */
final class ExitCode {
    static final int OK = 0;
    /**
     * The program could not start, or its command failed. A single run fails if a pass failed, or if a safety rule
     * forbade all removals of a pass.
     */
    static final int FAILED = 1;
    /** The command line or the configuration is wrong. */
    static final int USAGE = 2;
    /**
     * A dry run succeeded, and a real run would have removed a registration. Used only with {@code
     * --detailed-exit-code}.
     */
    static final int SOMETHING_TO_REMOVE = 3;

    private ExitCode() {}
}
