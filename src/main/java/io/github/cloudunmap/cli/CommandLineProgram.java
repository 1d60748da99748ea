package io.github.cloudunmap.cli;

import io.github.cloudunmap.config.InvalidConfigException;
import io.github.cloudunmap.config.Suggestion;
import io.github.cloudunmap.daemon.BuildInfo;
import io.github.cloudunmap.daemon.StartupException;
import io.github.cloudunmap.logging.Logging;
import io.github.cloudunmap.process.Signals;
import io.github.cloudunmap.process.SpareThread;
import io.github.cloudunmap.text.OneLine;
import io.github.cloudunmap.text.Redaction;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.commons.cli.CommandLine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the program with the given arguments, and returns the exit code. Finds the command, runs it, and prints
 * problems as short messages.
 */
final class CommandLineProgram {
    private static final Logger LOG = LoggerFactory.getLogger(CommandLineProgram.class);
    private static final int COMMANDS_COLUMN = 14;

    private final Console console;
    private final Command controller;
    /**
     * The subcommands by name. A subcommand is created only when the user calls it, or for the help of the program. A
     * running controller needs none of them.
     */
    private final Map<String, Supplier<Command>> subcommands = new LinkedHashMap<>();

    CommandLineProgram(Signals signals, Console console) {
        this.console = console;
        controller = new RunCommand(signals);
        // Lambdas, because a constructor reference would load the class of each subcommand at once.
        subcommands.put("check", () -> new CheckCommand());
        subcommands.put("iam-policy", () -> new IamPolicyCommand());
        subcommands.put("status", () -> new StatusCommand());
        subcommands.put("history", () -> new HistoryCommand());
        subcommands.put("restore", () -> new RestoreCommand());
        subcommands.put("demo", () -> new DemoCommand(signals));
    }

    int run(String... arguments) {
        try {
            int exitCode = execute(List.of(arguments));
            return isPrinted() ? exitCode : ExitCode.FAILED;
        } catch (OutOfMemoryError e) {
            if (!SpareThread.isLimit(e)) {
                throw e;
            }
            console.err().println("aws-cloud-unmap: " + e.getMessage() + "; " + SpareThread.REMEDY);
            return ExitCode.FAILED;
        } finally {
            Logging.flush();
        }
    }

    /**
     * Whether all output has been written to stdout. A full disk or a closed pipe is noticed only here, after the
     * command has ended, so that it cannot stop the command's other work.
     */
    private boolean isPrinted() {
        boolean printed = !console.out().checkError() && !System.out.checkError();
        if (!printed) {
            console.err().println("aws-cloud-unmap: the output could not be written");
        }
        return printed;
    }

    private int execute(List<String> arguments) {
        Supplier<Command> subcommand = arguments.isEmpty() ? null : subcommands.get(arguments.get(0));
        Command command = subcommand == null ? controller : subcommand.get();
        try {
            return execute(command, subcommand == null ? arguments : arguments.subList(1, arguments.size()));
        } catch (UsageException e) {
            console.err().print(command.usage().synopsis("usage: "));
            console.err().println("aws-cloud-unmap: error: " + e.getMessage());
            return ExitCode.USAGE;
        } catch (InvalidConfigException e) {
            console.err().println(e.getMessage());
            return ExitCode.USAGE;
        } catch (StartupException e) {
            LOG.debug("The program could not start", e);
            e.problems()
                    .forEach(problem ->
                            console.err().println("aws-cloud-unmap: " + OneLine.escape(Redaction.of(problem))));
            return ExitCode.FAILED;
        } catch (InterruptedException | RuntimeException e) {
            LOG.atError().setCause(e).log("The program ends, because of a defect in it: {}", e);
            return ExitCode.FAILED;
        }
    }

    private int execute(Command command, List<String> arguments)
            throws UsageException, InvalidConfigException, StartupException, InterruptedException {
        CommandLine given = read(command, arguments);
        if (given.hasOption(Flags.HELP)) {
            console.out().print(help(command));
        } else if (given.hasOption(RunOptions.VERSION)) {
            console.out().println(version());
        } else {
            return command.run(given, console);
        }
        return ExitCode.OK;
    }

    private CommandLine read(Command command, List<String> arguments) throws UsageException {
        Usage usage = command.usage();
        try {
            return new ArgparseSyntax(usage.options(), usage.operands().size()).read(arguments);
        } catch (UsageException e) {
            String suggestion = e.unrecognized().stream()
                    .map(argument -> suggestion(command, arguments, argument))
                    .filter(text -> !text.isEmpty())
                    .findFirst()
                    .orElse("");
            throw new UsageException(e.getMessage() + suggestion);
        }
    }

    /** Returns a suggestion for an argument that the command does not accept; an empty text if there is none. */
    private String suggestion(Command command, List<String> arguments, String argument) {
        if (argument.startsWith("--")) {
            return Suggestion.of(
                    argument.split("=", 2)[0],
                    command.usage().options().stream().map(Flags::name).toList());
        }
        if (command != controller || !argument.equals(arguments.get(0))) {
            return "";
        }
        if (argument.equals("help") || argument.equals("-?")) {
            return "; did you mean --help?";
        }
        return argument.matches("(?i).*\\.ya?ml")
                ? "; did you mean --config " + argument + "?"
                : Suggestion.of(argument, subcommands.keySet());
    }

    private String help(Command command) {
        String help = command.usage().help();
        if (command != controller) {
            return help;
        }
        Map<String, String> descriptions = new LinkedHashMap<>();
        subcommands.forEach((name, subcommand) ->
                descriptions.put("  " + name, subcommand.get().usage().description()));
        return help + "\nCommands:\n" + Usage.table(descriptions, COMMANDS_COLUMN) + RunCommand.HELP_FOOTER;
    }

    private static String version() {
        BuildInfo build = BuildInfo.current();
        return "aws-cloud-unmap " + build.version() + " (commit " + build.commit() + ", Java " + build.java() + ")";
    }
}
