package io.github.cloudunmap.cli;

import io.github.cloudunmap.cli.ArgparseSyntax.Arity;
import io.github.cloudunmap.cli.ArgparseSyntax.Option;
import io.github.cloudunmap.config.InvalidConfigException;
import io.github.cloudunmap.config.Suggestion;
import io.github.cloudunmap.daemon.StartupException;
import io.github.cloudunmap.process.Signals;
import io.github.cloudunmap.text.OneLine;
import io.github.cloudunmap.text.Redaction;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** From an argument vector to an exit code: the commands, and short messages for whatever goes wrong. */
final class CommandLineProgram {
    private static final Logger LOG = LoggerFactory.getLogger(CommandLineProgram.class);
    /** The Python tool's options; a prefix that meant one of them still does. */
    private static final Set<String> ORIGINAL = Set.of(
            "--help",
            "--service-id",
            "--service-region",
            "--instances-region",
            "--frequency",
            "--single-run",
            "--enable-prometheus",
            "--prometheus-host",
            "--prometheus-port",
            "--log-level");

    private final CommandLine commands;
    /** Made only when asked for: a run needs none of them. */
    private final Map<String, Supplier<Object>> subcommands = new LinkedHashMap<>();

    CommandLineProgram(Signals signals) {
        // No constructor references, which would load the classes.
        subcommands.put("check", () -> new CheckCommand());
        subcommands.put("iam-policy", () -> new IamPolicyCommand());
        subcommands.put("demo", () -> new DemoCommand(signals));
        commands = new CommandLine(new RunCommand(signals))
                .setParameterExceptionHandler(
                        (e, args) -> usageError(e.getCommandLine(), new UsageException(String.valueOf(e.getMessage()))))
                .setExecutionExceptionHandler((e, command, parsed) -> report(command, e));
    }

    CommandLineProgram writingTo(PrintWriter out, PrintWriter err) {
        commands.setOut(out).setErr(err);
        return this;
    }

    int run(String... args) {
        try {
            int exitCode = execute(args);
            return isPrinted() ? exitCode : ExitCode.FAILED;
        } finally {
            commands.getErr().flush();
        }
    }

    /** Whether all of stdout could be written; a full disk or a closed pipe keeps nothing else from being done. */
    private boolean isPrinted() {
        // The writer around System.out never learns what happens to it.
        boolean printed = !commands.getOut().checkError() && !System.out.checkError();
        if (!printed) {
            commands.getErr().println("aws-cloud-unmap: the output could not be written");
        }
        return printed;
    }

    private int execute(String... args) {
        if (args.length > 0 && subcommands.containsKey(args[0])) {
            add(args[0]);
            return commands.execute(args);
        }
        try {
            List<String> canonical = new ArgparseSyntax(options()).translate(Arrays.asList(args));
            if (canonical.contains("--help")) {
                subcommands.keySet().forEach(this::add);
            }
            return commands.execute(canonical.toArray(String[]::new));
        } catch (UsageException e) {
            String suggestion = e.unrecognized().stream()
                    .map(argument -> suggestion(argument, args[0]))
                    .filter(text -> !text.isEmpty())
                    .findFirst()
                    .orElse("");
            return usageError(commands, new UsageException(e.getMessage() + suggestion));
        }
    }

    /** What may have been meant by an argument that nothing takes. */
    private String suggestion(String argument, String first) {
        if (argument.startsWith("--")) {
            return Suggestion.of(
                    argument.split("=", 2)[0],
                    options().stream().map(Option::name).toList());
        }
        if (!argument.equals(first)) {
            return "";
        }
        if (argument.equals("help") || argument.equals("-?")) {
            return "; did you mean --help?";
        }
        return argument.matches("(?i).*\\.ya?ml")
                ? "; did you mean --config " + argument + "?"
                : Suggestion.of(argument, subcommands.keySet());
    }

    private void add(String subcommand) {
        commands.addSubcommand(new CommandLine(
                        Objects.requireNonNull(subcommands.get(subcommand)).get())
                .setOut(commands.getOut())
                .setErr(commands.getErr())
                .setParameterExceptionHandler(commands.getParameterExceptionHandler())
                .setExecutionExceptionHandler(commands.getExecutionExceptionHandler()));
    }

    private List<Option> options() {
        return commands.getCommandSpec().options().stream()
                .flatMap(option -> Stream.of(option.names()).map(name -> option(name, option)))
                .toList();
    }

    private static Option option(String name, OptionSpec spec) {
        int most = spec.arity().max();
        Option option = Option.of(name, most == 0 ? Arity.FLAG : most == 1 ? Arity.ONE : Arity.ONE_OR_MORE);
        Option ending = spec.usageHelp() || spec.versionHelp() ? option.ending() : option;
        return ORIGINAL.contains(name) ? ending : ending.yielding();
    }

    private static int usageError(CommandLine command, Exception mistake) {
        command.getErr().print("usage: " + command.getHelp().synopsis(0));
        command.getErr().println("aws-cloud-unmap: error: " + mistake.getMessage());
        return ExitCode.USAGE;
    }

    private static int report(CommandLine command, Exception e) {
        if (e instanceof UsageException) {
            return usageError(command, e);
        } else if (e instanceof InvalidConfigException) {
            command.getErr().println(e.getMessage());
            return ExitCode.USAGE;
        } else if (e instanceof StartupException startup) {
            LOG.debug("The program could not start", e);
            startup.problems()
                    .forEach(problem ->
                            command.getErr().println("aws-cloud-unmap: " + OneLine.escape(Redaction.of(problem))));
            return ExitCode.FAILED;
        }
        LOG.atError().setCause(e).log("The program ends, because of a defect in it: {}", e);
        return ExitCode.FAILED;
    }
}
