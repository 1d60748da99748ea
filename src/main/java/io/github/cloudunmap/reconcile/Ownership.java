package io.github.cloudunmap.reconcile;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides whether this program may judge a registration at all. Three things can forbid it: an attribute that marks
 * the registration as made by another controller, an attribute that names a region which the service does not read,
 * and the account that made the registration.
 */
final class Ownership {
    /** Another controller than this program, with the prefixes of the attribute keys that mark its registrations. */
    private record Controller(String name, List<String> keys) {
        // No streams, for speed: a pass judges each registration several times, and calls this method each time.
        boolean marks(Set<String> attributes) {
            for (String attribute : attributes) {
                for (String key : keys) {
                    if (attribute.startsWith(key)) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    /**
     * The controllers in the order in which their marks are looked for. The verdict names the first that is found. The
     * mark {@code k8s.io/} comes last, because the App Mesh controller sets it too, beside its own mark.
     */
    private static final List<Controller> CONTROLLERS = List.of(
            new Controller("Amazon ECS", List.of("ECS_")),
            new Controller("the AWS Cloud Map MCS controller for Kubernetes", List.of("K8S_CONTROLLER")),
            new Controller("the AWS App Mesh controller for Kubernetes", List.of("appmesh.k8s.aws/")),
            new Controller("a Kubernetes controller", List.of("k8s.io/")));

    private static final String REGION = "REGION";
    private static final String AVAILABILITY_ZONE = "AVAILABILITY_ZONE";
    /**
     * Matches the name of a region or of a zone, and captures the region. A zone adds a letter to its region's name
     * ({@code us-east-1a}), or the name of a local or wavelength zone ({@code us-east-1-bos-1a}, {@code
     * us-east-1-wl1-bos-wlz-1}). The id of a zone ({@code use1-az1}) does not contain its region and does not match.
     */
    private static final Pattern REGION_OR_ZONE =
            Pattern.compile("([a-z]{2,}(?:-[a-z]+)+-\\d{1,2})(?:[a-z]|-[a-z0-9-]+)?");

    private Ownership() {}

    /**
     * Returns why a service that reads these regions may not judge the registration; empty if the registration's
     * attributes allow it.
     */
    static Optional<String> foreign(RegisteredInstance instance, Collection<String> regions) {
        return controllerOf(instance)
                .map(controller -> "registered by " + controller)
                .or(() -> unreadRegion(instance.attributes(), regions));
    }

    /**
     * Whether the registration was made by an account that EC2 does not answer for. False if it is unknown which
     * account made the registration, or which accounts EC2 answers for.
     */
    static boolean isOfOtherAccount(RegisteredInstance instance, FleetView fleet) {
        String account = instance.createdByAccount();
        return account != null
                && !fleet.accounts().isEmpty()
                && !fleet.accounts().contains(account);
    }

    private static Optional<String> controllerOf(RegisteredInstance instance) {
        Set<String> attributes = instance.attributes().keySet();
        for (Controller controller : CONTROLLERS) {
            if (controller.marks(attributes)) {
                return Optional.of(controller.name());
            }
        }
        return Optional.empty();
    }

    private static Optional<String> unreadRegion(Map<String, String> attributes, Collection<String> regions) {
        return unreadRegion(REGION, attributes, regions).or(() -> unreadRegion(AVAILABILITY_ZONE, attributes, regions));
    }

    private static Optional<String> unreadRegion(
            String key, Map<String, String> attributes, Collection<String> regions) {
        return Optional.ofNullable(attributes.get(key))
                .flatMap(Ownership::regionIn)
                .filter(region -> !regions.contains(region))
                .map(region -> "its " + key + " says that it is in " + region
                        + ", which is none of the service's instances-regions");
    }

    private static Optional<String> regionIn(String text) {
        Matcher matcher = REGION_OR_ZONE.matcher(text.strip().toLowerCase(Locale.ROOT));
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
