package io.github.cloudunmap.simulation;

import io.github.cloudunmap.config.InvalidConfigException;
import io.github.cloudunmap.config.yaml.ConfigLoader;
import java.util.ArrayList;
import java.util.List;

/**
 * A file that lists its first service twice, by its id and by its ARN, each with a part of its regions. The program
 * refuses it, and goes on with the file as it was.
 */
final class ListedTwice {
    private ListedTwice() {}

    /** What runs after somebody has tried to use such a file in the place of these services. */
    static List<ServiceSettings> tried(List<ServiceSettings> services) {
        ServiceSettings first = services.get(0);
        List<String> regions = first.regions();
        if (regions.size() < 2) {
            return services;
        }
        ServiceSettings byId = first.reading(regions.subList(0, 1));
        ServiceSettings byArn = first.named(
                        "arn:aws:servicediscovery:us-east-1:111111111111:service/" + first.serviceId())
                .reading(regions.subList(1, regions.size()));
        try {
            ConfigLoader.parse("unmap.yaml", "services:\n" + entry(byId) + entry(byArn));
        } catch (InvalidConfigException refused) {
            return services;
        }
        List<ServiceSettings> accepted = new ArrayList<>(List.of(byId, byArn));
        accepted.addAll(services.subList(1, services.size()));
        return accepted;
    }

    private static String entry(ServiceSettings service) {
        return "  - service-id: " + service.serviceId() + "\n    service-region: us-east-1\n    instances-regions: "
                + service.regions() + "\n";
    }
}
