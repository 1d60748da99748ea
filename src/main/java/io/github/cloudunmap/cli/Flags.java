package io.github.cloudunmap.cli;

import io.github.cloudunmap.text.OneLine;
import java.nio.file.Path;
import java.util.function.Function;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.jspecify.annotations.Nullable;

/** Declares options, and reads their values. */
final class Flags {
    static final Option HELP =
            Option.builder("h").longOpt("help").desc("show this help and exit").get();

    private Flags() {}

    /** An option without a value. */
    static Option flag(String name, String description) {
        return Option.builder().longOpt(name).desc(description).get();
    }

    /** Returns an option with one value. The help shows {@code valueName} in place of the value. */
    static Option option(String name, String valueName, String description) {
        return Option.builder()
                .longOpt(name)
                .hasArg()
                .argName(valueName)
                .desc(description)
                .get();
    }

    /** An option with one or more values. */
    static Option listOption(String name, String valueName, String description) {
        return Option.builder()
                .longOpt(name)
                .hasArgs()
                .argName(valueName)
                .desc(description)
                .get();
    }

    /** Returns the name of the option as the user writes it. */
    static String name(Option option) {
        return "--" + option.getLongOpt();
    }

    /**
     * Reads the value of an option; null if the option was not given.
     *
     * @param reader converts the text, or throws an IllegalArgumentException with a message for the user
     * @throws UsageException with the message of the reader's exception
     */
    static <T> @Nullable T read(CommandLine given, Option option, Function<String, T> reader) throws UsageException {
        try {
            return given.hasOption(option) ? reader.apply(given.getOptionValue(option)) : null;
        } catch (IllegalArgumentException e) {
            throw UsageException.of(option, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Reads a path. An empty text, such as from an unset shell variable, is refused, because Java would read it as the
     * working directory.
     */
    static Path path(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("must be a path, not ''");
        }
        return Path.of(text);
    }

    /**
     * Reads a path and returns it as an absolute path. A relative path begins at the directory where the program was
     * started.
     */
    static String absolutePath(String text) {
        return path(text).toAbsolutePath().normalize().toString();
    }

    /** Reads a whole number. Blanks around it are ignored, as Python's argparse does. */
    static int wholeNumber(String text) {
        String number = text.strip();
        if (!number.matches("[-+]?[0-9]{1,9}")) {
            throw new IllegalArgumentException(
                    "must be a whole number of at most 9 digits, not " + OneLine.quote(number));
        }
        return Integer.parseInt(number);
    }
}
