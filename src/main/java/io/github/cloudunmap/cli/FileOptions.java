package io.github.cloudunmap.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for many services. */
final class FileOptions {
    @Option(names = "--config", paramLabel = "FILE", description = "YAML file with the services to reconcile")
    @Nullable
    Path config;

    @Option(
            names = "--watch-config",
            description = "reload the file when its content changes, as SIGHUP does; it is looked at every 10 s")
    boolean watchConfig;
}
