package io.github.cloudunmap.cli;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The file of a subcommand, which is taken with {@code --config} before it or without. */
final class FileArgument {
    @Parameters(arity = "0..1", paramLabel = "FILE", description = "YAML file with the services, as for the controller")
    private @Nullable Path file;

    @Option(names = "--config", paramLabel = "FILE", description = "the same")
    private @Nullable Path config;

    /** @throws UsageException unless there is exactly one */
    Path path() throws UsageException {
        if (file != null && config != null) {
            throw new UsageException("argument --config: not allowed with argument FILE");
        }
        if (file == null && config == null) {
            throw new UsageException("the following arguments are required: FILE");
        }
        return file != null ? file : Objects.requireNonNull(config);
    }
}
