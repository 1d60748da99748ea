package io.github.cloudunmap.cli;

import picocli.CommandLine.Option;

/** What every subcommand has. */
final class HelpOption {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help and exit")
    boolean help;
}
