package io.github.cloudunmap.config.yaml;

import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.SelectionConfig;
import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.config.Suggestion;
import io.github.cloudunmap.config.UnplacedProblem;
import io.github.cloudunmap.text.OneLine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds settings that are valid but probably not meant. */
final class Oddities {
    /**
     * The fewest services to compare with each other. If there are only two, it is not clear which of them is wrong.
     */
    private static final int FEWEST_SERVICES = 3;

    private static final Pattern ARN = Pattern.compile("arn:[^:]+:servicediscovery:([^:]*):.*");

    private Oddities() {}

    /** @param knownRegions the regions that the AWS SDK knows; empty to accept all regions */
    static List<UnplacedProblem> of(Config config, Collection<String> knownRegions) {
        List<UnplacedProblem> odd = new ArrayList<>();
        for (int i = 0; i < config.settings().size(); i++) {
            ServiceConfig service = config.settings().get(i);
            String path = "services[" + i + "].";
            if (!service.serviceId().isEmpty() && !service.plainId().startsWith("srv-")) {
                odd.add(new UnplacedProblem(
                        path + "service-id",
                        "names " + OneLine.quote(service.plainId())
                                + ", but the ids of Cloud Map services begin with srv-"));
            }
            addRegionOfArn(service.serviceId(), "service-id", service, path, odd);
            addUnknownRegions(service, path, knownRegions, odd);
        }
        for (SelectionConfig selection : config.selections()) {
            String path = selection.path() + ".";
            addRegionOfArn(selection.select().namespace(), "select.namespace", selection.settings(), path, odd);
        }
        if (config.settings().size() >= FEWEST_SERVICES) {
            addMissingRegions(config.settings(), odd);
        }
        return odd;
    }

    private static void addRegionOfArn(
            String name, String key, ServiceConfig service, String path, List<UnplacedProblem> odd) {
        Matcher arn = ARN.matcher(name);
        if (arn.matches() && !arn.group(1).equals(service.serviceRegion())) {
            odd.add(new UnplacedProblem(
                    path + "service-region",
                    "is " + service.serviceRegion() + ", but the ARN in " + key + " is of " + arn.group(1)));
        }
    }

    private static void addUnknownRegions(
            ServiceConfig service, String path, Collection<String> known, List<UnplacedProblem> odd) {
        addUnknownRegion(service.serviceRegion(), path + "service-region", known, odd);
        for (int i = 0; i < service.instancesRegions().size(); i++) {
            addUnknownRegion(service.instancesRegions().get(i), path + "instances-regions[" + i + "]", known, odd);
        }
    }

    private static void addUnknownRegion(
            String region, String path, Collection<String> known, List<UnplacedProblem> odd) {
        if (!known.isEmpty() && !known.contains(region)) {
            odd.add(new UnplacedProblem(
                    path,
                    "names " + region + ", which is newer than this program's AWS SDK, or misspelt"
                            + Suggestion.of(region, known)));
        }
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
