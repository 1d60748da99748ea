package io.github.cloudunmap.cli;

import static io.github.cloudunmap.cli.Flags.flag;
import static io.github.cloudunmap.cli.Flags.listOption;
import static io.github.cloudunmap.cli.Flags.option;

import java.util.List;
import org.apache.commons.cli.Option;

/** The options of the controller, in the order in which its help shows them. */
final class RunOptions {
    static final Option CONFIG = option("config", "FILE", "YAML file with the services to reconcile");
    static final Option WATCH_CONFIG = flag(
            "watch-config", "reload the file when its content changes, as SIGHUP does; it is looked at every 10 s");

    static final Option SERVICE_ID = option("service-id", "ID", "Cloud Map service id");
    static final Option SERVICE_REGION = option("service-region", "REGION", "region of the Cloud Map service");
    static final Option INSTANCES_REGION =
            listOption("instances-region", "REGION", "regions where its EC2 instances may run");
    static final Option FREQUENCY =
            option("frequency", "N", "seconds from the start of one pass to the start of the next (default: 300)");

    static final Option SINGLE_RUN =
            flag("single-run", "run one pass of every service and exit: 0 if all succeeded, else 1");
    static final Option DRY_RUN =
            flag("dry-run", "log what would be removed, and remove nothing; with --single-run, print the plan");
    static final Option OUTPUT =
            option("output", "FORMAT", "print the plan of --single-run --dry-run as table or json (default: table)");
    static final Option DETAILED_EXIT_CODE =
            flag("detailed-exit-code", "end --single-run --dry-run with 3 if there was something to remove");
    static final Option ENABLE_PROMETHEUS = flag("enable-prometheus", "serve metrics to Prometheus");
    static final Option PROMETHEUS_HOST = option("prometheus-host", "HOST", "listen there (default: 127.0.0.1)");
    static final Option PROMETHEUS_PORT = option("prometheus-port", "N", "listen there (default: 9100)");
    static final Option STATE_DIRECTORY =
            option("state-directory", "DIR", "keep the journal of removals and the memory there");
    static final Option LOG_LEVEL =
            option("log-level", "LEVEL", "DEBUG, INFO, WARNING, ERROR or CRITICAL (default: INFO)");
    static final Option LOG_FORMAT = option("log-format", "FORMAT", "json or text (default: json)");
    static final Option ALLOW_INSECURE_ENDPOINT = flag(
            "allow-insecure-endpoint", "let AWS_ENDPOINT_URL and the like lead elsewhere than to https or loopback");
    static final Option VERSION = flag("version", "show the version, the commit and the Java, and exit");

    /** The options for services from a file. */
    static final List<Option> OF_FILE = List.of(CONFIG, WATCH_CONFIG);

    /** The Python tool's options for one service. */
    static final List<Option> OF_SERVICE = List.of(SERVICE_ID, SERVICE_REGION, INSTANCES_REGION, FREQUENCY);

    /**
     * The options that can be combined either with a file or with the options for one service. If the file has the
     * same setting, the option overrides the setting.
     */
    static final List<Option> WITH_EITHER = List.of(
            SINGLE_RUN,
            DRY_RUN,
            OUTPUT,
            DETAILED_EXIT_CODE,
            ENABLE_PROMETHEUS,
            PROMETHEUS_HOST,
            PROMETHEUS_PORT,
            STATE_DIRECTORY,
            LOG_LEVEL,
            LOG_FORMAT,
            ALLOW_INSECURE_ENDPOINT,
            Flags.HELP,
            VERSION);

    private RunOptions() {}
}
