package io.github.cloudunmap.cli;

import io.github.cloudunmap.config.InvalidConfigException;
import io.github.cloudunmap.daemon.StartupException;
import org.apache.commons.cli.CommandLine;

/** One command of the program. */
interface Command {
    /** The options and operands that the command takes. */
    Usage usage();

    /**
     * Runs the command to its end.
     *
     * @param given the options and operands of this call, read by the {@link #usage}
     * @return the exit code
     * @throws UsageException if an option has a wrong value, or does not go together with another
     */
    int run(CommandLine given, Console console)
            throws UsageException, InvalidConfigException, StartupException, InterruptedException;
}
