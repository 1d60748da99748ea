package io.github.cloudunmap.cli;

import io.github.cloudunmap.aws.AwsSettings;
import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.InvalidConfigException;
import io.github.cloudunmap.config.LogLevel;
import io.github.cloudunmap.config.yaml.ConfigLoader;
import io.github.cloudunmap.daemon.Daemon;
import io.github.cloudunmap.daemon.StartupException;
import io.github.cloudunmap.inmemory.DemoScenario;
import io.github.cloudunmap.inmemory.InMemoryAws;
import io.github.cloudunmap.logging.Logging;
import io.github.cloudunmap.process.Signals;
import io.github.cloudunmap.reconcile.ReconcileReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;

/** {@code demo}: the whole program against an in-memory AWS on loopback. */
final class DemoCommand implements Command {
    private static final int LAST_PORT = 65_535;

    private static final Option SERVE = Flags.option(
            "serve", "PORT", "only serve the in-memory AWS on this port of 127.0.0.1, to try a configuration by hand");

    private final Signals signals;

    DemoCommand(Signals signals) {
        this.signals = signals;
    }

    @Override
    public Usage usage() {
        return new Usage(
                List.of("aws-cloud-unmap demo [-h] [--serve=PORT]"),
                "Shows the program at work, with no AWS account: it reconciles a few services of an in-memory AWS on"
                        + " loopback, over HTTP, and prints what it found, why, and what was left. Then an instance ends, which an event tells"
                        + " at once, and one removal is undone.",
                Map.of(),
                List.of(new Usage.Group("Options:", List.of(SERVE, Flags.HELP))));
    }

    @Override
    public int run(CommandLine given, Console console)
            throws UsageException, InvalidConfigException, StartupException, InterruptedException {
        Integer port = Flags.read(given, SERVE, DemoCommand::port);
        try (InMemoryAws aws = start(Objects.requireNonNullElse(port, 0))) {
            List<DemoScenario.Service> services = DemoScenario.seed(aws);
            return port == null ? rehearse(aws, services, console.out()) : serve(aws, services, console.out());
        }
    }

    private static int port(String text) {
        int port = Flags.wholeNumber(text);
        if (port < 0 || port > LAST_PORT) {
            throw new IllegalArgumentException("must be a port, from 0 to " + LAST_PORT + ", not " + text);
        }
        return port;
    }

    private static InMemoryAws start(int port) throws StartupException {
        try {
            return InMemoryAws.start(port);
        } catch (UncheckedIOException e) {
            throw new StartupException("--serve " + port + ": " + e.getMessage() + "; give another port", e);
        }
    }

    /** Runs the demo. Its state directory is temporary and is deleted afterwards. */
    private static int rehearse(InMemoryAws aws, List<DemoScenario.Service> services, PrintWriter out)
            throws InvalidConfigException, StartupException, InterruptedException {
        Path directory;
        try {
            directory = Files.createTempDirectory("aws-cloud-unmap-demo");
        } catch (IOException e) {
            throw new StartupException("no temporary directory can be made: " + e.getMessage(), e);
        }
        try {
            String settings = "state-directory: '" + directory.toString().replace("'", "''") + "'\n";
            return reconcile(aws, services, settings, out)
                            && new DemoEvents(aws, out).show(services.get(0), settings + yaml(services.subList(0, 1)))
                            && new DemoUndo(aws, out).show(directory)
                    ? ExitCode.OK
                    : ExitCode.FAILED;
        } finally {
            delete(directory);
            out.flush();
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(directory);
        } catch (IOException e) {
            // Ignored, because only a temporary directory remains.
        }
    }

    private static boolean reconcile(
            InMemoryAws aws, List<DemoScenario.Service> services, String settings, PrintWriter out)
            throws InvalidConfigException, StartupException, InterruptedException {
        Config config = ConfigLoader.parse("demo.yaml", settings + yaml(services));
        Logging.configure(LogLevel.ERROR, config.logFormat());
        Map<String, ReconcileReport> reports = new ConcurrentHashMap<>();
        DemoTable table = new DemoTable(out);
        try (Daemon daemon = Daemon.withoutFile(
                config, AwsSettings.local(aws.endpoint()), report -> reports.put(report.serviceId(), report))) {
            daemon.runOnce();
        }
        for (DemoScenario.Service service : services) {
            ReconcileReport report = reports.get(service.id());
            if (report == null || report.plan().isEmpty()) {
                return false;
            }
            table.before(service, report);
        }
        services.forEach(service -> table.after(
                service,
                Objects.requireNonNull(reports.get(service.id())),
                aws.cloudMap(service.region()).instances(service.id()).size()));
        table.printServices();
        out.flush();
        return true;
    }

    private int serve(InMemoryAws aws, List<DemoScenario.Service> services, PrintWriter out)
            throws InterruptedException {
        CountDownLatch stopAsked = new CountDownLatch(1);
        signals.onStop(stopAsked::countDown);
        out.println("# An in-memory AWS listens on " + aws.endpoint() + " until it is interrupted. To use it:");
        out.println(
                "#   export AWS_ENDPOINT_URL=" + aws.endpoint() + " AWS_ACCESS_KEY_ID=demo AWS_SECRET_ACCESS_KEY=demo");
        out.println("#   aws-cloud-unmap --config FILE");
        out.println("# Its status page is then at http://127.0.0.1:9100/status. With a file such as this one:");
        out.println("prometheus: { enabled: true }");
        out.println("# To see an event at work, take this in and use aws ec2 terminate-instances:");
        out.println("# events: [{ queue-url: " + DemoScenario.eventQueue(aws).url() + " }]");
        out.print(yaml(services));
        out.println("# Or instead of their ids, so that the services are found in Cloud Map:");
        out.println("#  - select: { namespace: " + DemoScenario.NAMESPACE + ", names: [web, \"*a*\"] }");
        out.println("#    service-region: us-east-1");
        out.println("#    instances-regions: [us-east-1, eu-west-1]");
        out.flush();
        stopAsked.await();
        return ExitCode.OK;
    }

    /**
     * Returns a configuration for these services. Settling is turned off, so that a single pass makes all removals.
     */
    static String yaml(List<DemoScenario.Service> services) {
        return services.stream()
                .map(service -> "  # " + service.description() + "\n  - service-id: " + service.id()
                        + "\n    service-region: " + service.region() + "\n    instances-regions: "
                        + service.instancesRegions() + "\n    settle-time: 0s\n")
                .collect(Collectors.joining("", "services:\n", ""));
    }
}
