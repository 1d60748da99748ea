package io.github.cloudunmap.config.yaml;

import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.config.UnplacedProblem;
import io.github.cloudunmap.text.OneLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds settings that are valid but hardly meant. */
final class Oddities {
    /** With fewer services, it is not clear which of them is the odd one. */
    private static final int FEWEST_SERVICES = 3;

    private Oddities() {}

    static List<UnplacedProblem> of(Config config) {
        List<UnplacedProblem> odd = new ArrayList<>();
        for (int i = 0; i < config.services().size(); i++) {
            ServiceConfig service = config.services().get(i);
            String path = "services[" + i + "].";
            if (!service.plainId().startsWith("srv-")) {
                odd.add(new UnplacedProblem(
                        path + "service-id",
                        "names " + OneLine.quote(service.plainId())
                                + ", but the ids of Cloud Map services begin with srv-"));
            }
        }
        if (config.services().size() >= FEWEST_SERVICES) {
            addMissingRegions(config.services(), odd);
        }
        return odd;
    }

    private static void addMissingRegions(List<ServiceConfig> services, List<UnplacedProblem> odd) {
        Set<String> regions = new TreeSet<>();
        services.forEach(service -> regions.addAll(service.instancesRegions()));
        for (String region : regions) {
            List<Integer> without = new ArrayList<>();
            for (int i = 0; i < services.size(); i++) {
                if (!services.get(i).instancesRegions().contains(region)) {
                    without.add(i);
                }
            }
            if (without.size() == 1) {
                odd.add(new UnplacedProblem(
                        "services[" + without.get(0) + "].instances-regions",
                        "lacks " + region + ", which every other service has; an instance there would not be found"));
            }
        }
    }
}
