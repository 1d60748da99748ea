package io.github.cloudunmap.cli;

import io.github.cloudunmap.config.ConfigLoader;
import io.github.cloudunmap.config.ConfigPrinter;
import io.github.cloudunmap.config.InvalidConfigException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code check FILE}. */
@Command(
        name = "check",
        description = "Validates a configuration file, offline, and prints what is in effect: every setting of every"
                + " service, defaults applied. Ends 2 and prints every problem if there is one.")
final class CheckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "the file to validate")
    private @Nullable Path file;

    @Mixin
    HelpOption help = new HelpOption();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws InvalidConfigException {
        String effective = ConfigPrinter.render(ConfigLoader.load(Objects.requireNonNull(file)));
        Objects.requireNonNull(spec).commandLine().getOut().print(effective);
        return ExitCode.OK;
    }
}
