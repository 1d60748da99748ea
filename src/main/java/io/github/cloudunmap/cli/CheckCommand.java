package io.github.cloudunmap.cli;

import io.github.cloudunmap.aws.AwsRegions;
import io.github.cloudunmap.config.ConfigPrinter;
import io.github.cloudunmap.config.InvalidConfigException;
import io.github.cloudunmap.config.yaml.CheckedConfig;
import io.github.cloudunmap.config.yaml.ConfigLoader;
import org.apache.commons.cli.CommandLine;

/** {@code check FILE}. */
final class CheckCommand implements Command {
    @Override
    public Usage usage() {
        return FileArgument.usage(
                "check",
                "Validates a configuration file, offline, and prints what is in effect: every setting of every"
                        + " service, defaults applied. Ends 2 and prints every problem if there is one; warns of"
                        + " settings that are probably not meant.");
    }

    @Override
    public int run(CommandLine given, Console console) throws InvalidConfigException, UsageException {
        CheckedConfig checked = ConfigLoader.check(FileArgument.path(given), AwsRegions.known());
        checked.warnings().forEach(warning -> console.err().println("warning: " + warning));
        console.out().print(ConfigPrinter.render(checked.config()));
        return ExitCode.OK;
    }
}
