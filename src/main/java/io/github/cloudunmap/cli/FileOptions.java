package io.github.cloudunmap.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for many services. */
final class FileOptions {
    @Option(names = "--config", paramLabel = "FILE", description = "YAML file with the services to reconcile")
    @Nullable
    Path config;
}
