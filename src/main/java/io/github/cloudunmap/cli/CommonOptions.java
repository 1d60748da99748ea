package io.github.cloudunmap.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that go with a file, and win over it, as well as with the Python tool's. */
final class CommonOptions {
    @Option(names = "--single-run", description = "run one pass of every service and exit: 0 if all succeeded, else 1")
    boolean singleRun;

    @Option(
            names = "--dry-run",
            description = "log what would be removed, and remove nothing; with --single-run, print the plan")
    boolean dryRun;

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            description = "print the plan of --single-run --dry-run as table or json (default: table)")
    @Nullable
    String output;

    @Option(
            names = "--detailed-exit-code",
            description = "end --single-run --dry-run with 3 if there was something to remove")
    boolean detailedExitCode;

    @Option(names = "--enable-prometheus", description = "serve metrics to Prometheus")
    boolean enablePrometheus;

    @Option(names = "--prometheus-host", paramLabel = "HOST", description = "listen there (default: 127.0.0.1)")
    @Nullable
    String prometheusHost;

    @Option(names = "--prometheus-port", paramLabel = "N", description = "listen there (default: 9100)")
    @Nullable
    String prometheusPort;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            description = "DEBUG, INFO, WARNING, ERROR or CRITICAL (default: INFO)")
    @Nullable
    String logLevel;

    @Option(names = "--log-format", paramLabel = "FORMAT", description = "json or text (default: json)")
    @Nullable
    String logFormat;

    @Option(
            names = "--allow-insecure-endpoint",
            description = "let AWS_ENDPOINT_URL and the like lead elsewhere than to https or loopback")
    boolean allowInsecureEndpoint;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help and exit")
    boolean help;

    @Option(
            names = "--version",
            versionHelp = true,
            description = "show the version, the commit and the Java, and exit")
    boolean version;
}
