package io.github.cloudunmap.cli;

import io.github.cloudunmap.config.CheckedConfig;
import io.github.cloudunmap.config.ConfigLoader;
import io.github.cloudunmap.config.ConfigPrinter;
import io.github.cloudunmap.config.InvalidConfigException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code check FILE}. */
@Command(
        name = "check",
        description = "Validates a configuration file, offline, and prints what is in effect: every setting of every"
                + " service, defaults applied. Ends 2 and prints every problem if there is one; warns of what may be a"
                + " mistake.")
final class CheckCommand implements Callable<Integer> {
    @Mixin
    FileArgument file = new FileArgument();

    @Mixin
    HelpOption help = new HelpOption();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InvalidConfigException, UsageException {
        CheckedConfig checked = ConfigLoader.check(file.path());
        CommandLine program = Objects.requireNonNull(spec).commandLine();
        checked.warnings().forEach(warning -> program.getErr().println("warning: " + warning));
        program.getOut().print(ConfigPrinter.render(checked.config()));
        return ExitCode.OK;
    }
}
