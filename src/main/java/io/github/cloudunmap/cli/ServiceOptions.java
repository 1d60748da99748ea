package io.github.cloudunmap.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The Python tool's options for its one service. */
final class ServiceOptions {
    @Option(names = "--service-id", paramLabel = "ID", description = "Cloud Map service id")
    @Nullable
    String serviceId;

    @Option(names = "--service-region", paramLabel = "REGION", description = "region of the Cloud Map service")
    @Nullable
    String serviceRegion;

    @Option(
            names = "--instances-region",
            paramLabel = "REGION",
            arity = "1..*",
            description = "regions where its EC2 instances may run")
    List<String> instancesRegions = new ArrayList<>();

    @Option(
            names = "--frequency",
            paramLabel = "N",
            description = "seconds from the start of one pass to the start of the next (default: 300)")
    @Nullable
    String frequency;
}
