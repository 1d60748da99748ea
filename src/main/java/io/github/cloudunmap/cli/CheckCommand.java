package io.github.cloudunmap.cli;

import io.github.cloudunmap.aws.AwsRegions;
import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.ConfigPrinter;
import io.github.cloudunmap.config.InvalidConfigException;
import io.github.cloudunmap.config.yaml.CheckedConfig;
import io.github.cloudunmap.config.yaml.ConfigLoader;
import io.github.cloudunmap.daemon.StartupException;
import org.apache.commons.cli.CommandLine;

/** {@code check FILE}: validates a configuration file, and prints the settings in effect. */
final class CheckCommand implements Command {
    @Override
    public Usage usage() {
        return FileArgument.usage(
                "check",
                "Validates a configuration file, offline unless --online is given, and prints what is in effect: every setting of every"
                        + " service, defaults applied. Ends 2 and prints every problem if there is one; warns of"
                        + " settings that are probably not meant.",
                OnlineSelections.ONLINE,
                RunOptions.ALLOW_INSECURE_ENDPOINT);
    }

    @Override
    public int run(CommandLine given, Console console) throws InvalidConfigException, UsageException, StartupException {
        CheckedConfig checked = ConfigLoader.check(FileArgument.path(given), AwsRegions.known());
        checked.warnings().forEach(warning -> console.err().println("warning: " + warning));
        Config config = given.hasOption(OnlineSelections.ONLINE)
                ? OnlineSelections.expand(checked.config(), given, console.err())
                : checked.config();
        console.out().print(ConfigPrinter.render(config));
        return ExitCode.OK;
    }
}
