package io.github.cloudunmap.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;

/**
 * Reads the configuration file's path from the arguments of a subcommand. The path is an operand, or the value of
 * {@code --config}.
 */
final class FileArgument {
    private static final Option CONFIG = Flags.option("config", "FILE", "the same");

    private FileArgument() {}

    /**
     * Returns the usage of a subcommand that reads a configuration file.
     *
     * @param more the subcommand's other options
     */
    static Usage usage(String subcommand, String description, Option... more) {
        String others = Stream.of(more)
                .map(option -> " [" + Flags.name(option) + (option.hasArg() ? "=" + option.getArgName() : "") + "]")
                .collect(Collectors.joining());
        return new Usage(
                List.of("aws-cloud-unmap " + subcommand + " [-h]" + others + " [--config=FILE] [FILE]"),
                description,
                Map.of("[FILE]", "YAML file with the services, as for the controller"),
                List.of(new Usage.Group(
                        "Options:",
                        Stream.concat(Stream.of(more), Stream.of(CONFIG, Flags.HELP))
                                .toList())));
    }

    /**
     * Returns the path of the file.
     *
     * @throws UsageException if the arguments name no file, if both the operand and {@code --config} are given, or if
     *     the text is no path
     */
    static Path path(CommandLine given) throws UsageException {
        List<String> operands = given.getArgList();
        if (given.hasOption(CONFIG) && !operands.isEmpty()) {
            throw UsageException.of(CONFIG, "not allowed with argument FILE");
        }
        if (given.hasOption(CONFIG)) {
            return Objects.requireNonNull(Flags.read(given, CONFIG, Flags::path));
        }
        if (operands.isEmpty()) {
            throw new UsageException("the following arguments are required: FILE");
        }
        try {
            return Flags.path(operands.get(0));
        } catch (IllegalArgumentException e) {
            throw new UsageException("argument FILE: " + e.getMessage());
        }
    }
}
