package io.github.cloudunmap.cli;

import io.github.cloudunmap.config.InvalidConfigException;
import io.github.cloudunmap.daemon.StartupException;
import org.apache.commons.cli.CommandLine;

/** One command of the program. */
interface Command {
    /** Returns the options and operands that the command accepts. */
    Usage usage();

    /**
     * Runs the command to its end.
     *
     * @param given the options and operands of this call, already read according to {@link #usage}
     * @return the exit code
     * @throws UsageException if an option has a wrong value, or cannot be combined with another option
     */
    int run(CommandLine given, Console console)
            throws UsageException, InvalidConfigException, StartupException, InterruptedException;
}
