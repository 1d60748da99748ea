package io.github.cloudunmap.monitoring;

import io.github.cloudunmap.aws.AwsSettings;
import io.github.cloudunmap.config.yaml.ConfigLoader;
import io.github.cloudunmap.daemon.Daemon;
import io.github.cloudunmap.inmemory.DemoScenario;
import io.github.cloudunmap.inmemory.InMemoryAws;
import io.github.cloudunmap.metrics.FreePort;
import io.github.cloudunmap.metrics.Scrape;
import java.util.stream.Collectors;

/** The metrics of the real program after one pass of each of the demo's services. */
final class DemoScrape {
    private DemoScrape() {}

    static String page() throws Exception {
        int port = FreePort.next();
        try (InMemoryAws aws = InMemoryAws.start()) {
            String services = DemoScenario.seed(aws).stream()
                    .map(service -> "  - { service-id: %s, service-region: %s, instances-regions: %s }%n"
                            .formatted(service.id(), service.region(), service.instancesRegions()))
                    .collect(Collectors.joining());
            String file = """
                    prometheus: { enabled: true, port: %d }
                    defaults: { settle-time: 0s }
                    events: [{ queue-url: https://sqs.us-east-1.amazonaws.com/123456789012/changes }]
                    services:
                    %s  - select: { namespace: demo.local, names: [none] }
                        service-region: us-east-1
                        instances-regions: [us-east-1]
                    """.formatted(port, services);
            try (Daemon daemon = Daemon.withoutFile(
                    ConfigLoader.parse("demo.yaml", file), AwsSettings.local(aws.endpoint()), report -> {})) {
                var unused = daemon.runOnce();
                return Scrape.page(port);
            }
        }
    }
}
