package io.github.cloudunmap.cli;

import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.DurationText;
import io.github.cloudunmap.config.InvalidConfigException;
import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.config.yaml.ConfigLoader;
import io.github.cloudunmap.daemon.StartupException;
import io.github.cloudunmap.process.SystemTime;
import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.state.JournalReader;
import io.github.cloudunmap.state.JournaledRemoval;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;

/** The options that name the journal and choose removals from it. */
final class JournalOptions {
    static final Option STATE_DIRECTORY =
            Flags.option("state-directory", "DIR", "the directory with the journal of removals");
    static final Option CONFIG =
            Flags.option("config", "FILE", "the controller's YAML file, whose state-directory is read");
    static final Option SERVICE_ID = Flags.option("service-id", "ID", "only the removals from this service");

    private JournalOptions() {}

    /** Reads the configuration file; empty if no file is given. */
    static Optional<Config> config(CommandLine given) throws UsageException, InvalidConfigException {
        Path file = Flags.read(given, CONFIG, Flags::path);
        return file == null ? Optional.empty() : Optional.of(ConfigLoader.load(file));
    }

    /**
     * Returns the state directory. Either the options name it, or the configuration file does. The file is read only
     * if the options do not name it.
     *
     * @throws UsageException if neither names a state directory
     */
    static Path directory(CommandLine given) throws UsageException, InvalidConfigException {
        return directory(given, given.hasOption(STATE_DIRECTORY) ? Optional.empty() : config(given));
    }

    /**
     * Returns the state directory. Either the options name it, or the configuration does.
     *
     * @throws UsageException if neither names a state directory
     */
    static Path directory(CommandLine given, Optional<Config> config) throws UsageException {
        String named = Flags.read(given, STATE_DIRECTORY, Flags::absolutePath);
        if (named != null) {
            return Path.of(named);
        } else if (config.isEmpty()) {
            throw new UsageException("one of the arguments --state-directory --config is required");
        }
        String inFile = config.get().stateDirectory();
        if (inFile == null) {
            throw UsageException.of(
                    CONFIG,
                    "the file has no state-directory; give --state-directory if the controller was started with it");
        }
        return Path.of(inFile);
    }

    /**
     * Returns the current time minus the duration in the option.
     *
     * @param otherwise the duration if the option is not given
     */
    static Instant since(CommandLine given, Option option, Duration otherwise) throws UsageException {
        Duration ago = Flags.read(given, option, DurationText::parse);
        return new SystemTime().now().minus(ago == null ? otherwise : ago);
    }

    /**
     * Reads the removals since a time, and passes each to {@code take}. If the options name a service, only its
     * removals are passed. Without a journal, this fails. Prints how many lines could not be read.
     */
    static void read(CommandLine given, Path directory, Instant since, PrintWriter err, Consumer<JournaledRemoval> take)
            throws StartupException {
        String named = given.getOptionValue(SERVICE_ID);
        String service = named == null ? null : ServiceConfig.plainId(named);
        try {
            JournalReader journal = new JournalReader(directory);
            int unreadable = journal.read(since, removal -> {
                if (service == null
                        || service.equals(
                                ServiceConfig.plainId(removal.removing().serviceId()))) {
                    take.accept(removal);
                }
            });
            if (!journal.hasJournal()) {
                throw new StartupException(
                        List.of(directory + " holds no journal: no controller that removes has used it"));
            }
            if (unreadable > 0) {
                err.println("aws-cloud-unmap: " + unreadable + (unreadable == 1 ? " line" : " lines")
                        + " of the journal in " + directory + " cannot be read and "
                        + (unreadable == 1 ? "is" : "are") + " left out");
            }
        } catch (ApiFailure e) {
            throw new StartupException(String.valueOf(e.getMessage()), e);
        }
    }
}
