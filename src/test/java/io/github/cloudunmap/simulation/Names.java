package io.github.cloudunmap.simulation;

import io.github.cloudunmap.address.AddressFamily;
import io.github.cloudunmap.reconcile.RegisteredInstance;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a registration says of itself, read as AWS and the other controllers document it, and not by the program's
 * code.
 */
final class Names {
    static final String ADDRESS = "AWS_INSTANCE_IPV4";
    static final String IPV6_ADDRESS = "AWS_INSTANCE_IPV6";
    static final String EC2_ID = "AWS_EC2_INSTANCE_ID";
    static final String REGION = "REGION";
    static final String ZONE = "AVAILABILITY_ZONE";

    /** How many instances another account has. */
    static final int ANOTHERS = 6;

    private Names() {}

    static String ec2Id(int number) {
        return "i-%08x".formatted(number);
    }

    static String anothersId(int number) {
        return ec2Id(0xf0000 + number);
    }

    /** The EC2 ids that the registration names, at most two. */
    static List<String> ec2Ids(RegisteredInstance instance) {
        String other = instance.attributes().getOrDefault(EC2_ID, "");
        List<String> own = isEc2Id(instance.id()) ? List.of(instance.id()) : List.of();
        if (other.equals(instance.id()) || !isEc2Id(other)) {
            return own;
        }
        return own.isEmpty() ? List.of(other) : List.of(instance.id(), other);
    }

    /** Whether the registration names this EC2 id. */
    static boolean names(RegisteredInstance instance, String ec2Id) {
        return instance.id().equals(ec2Id) || ec2Id.equals(instance.attributes().get(EC2_ID));
    }

    private static boolean isEc2Id(String text) {
        if (!text.startsWith("i-") || (text.length() != 10 && text.length() != 19)) {
            return false;
        }
        for (int i = 2; i < text.length(); i++) {
            if ("0123456789abcdef".indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /** The addresses by which the registration is judged, each written out; none if it has none of these families. */
    static List<String> addresses(RegisteredInstance instance, List<AddressFamily> families) {
        List<String> found = new ArrayList<>();
        String ipv4 = instance.attributes().get(ADDRESS);
        String ipv6 = instance.attributes().get(IPV6_ADDRESS);
        if (ipv4 != null && families.contains(AddressFamily.IPV4)) {
            found.add(ipv4);
        }
        if (ipv6 != null && families.contains(AddressFamily.IPV6)) {
            found.add(writtenOut(ipv6.strip().toLowerCase(Locale.ROOT)));
        }
        return found;
    }

    /** With all eight groups, none of which begins with a zero that means nothing. */
    private static String writtenOut(String ipv6) {
        int gap = ipv6.indexOf("::");
        List<String> groups = new ArrayList<>(List.of((gap < 0 ? ipv6 : ipv6.substring(0, gap)).split(":")));
        if (gap >= 0) {
            List<String> rest = List.of(ipv6.substring(gap + 2).split(":"));
            while (groups.size() + rest.size() < 8) {
                groups.add("0");
            }
            groups.addAll(rest);
        }
        return groups.stream()
                .map(group -> Integer.toHexString(Integer.parseInt(group, 16)))
                .collect(Collectors.joining(":"));
    }

    /** Whether Amazon ECS or a Kubernetes controller has registered it. */
    static boolean isAnotherControllers(RegisteredInstance instance) {
        for (String key : instance.attributes().keySet()) {
            if (key.startsWith("ECS_")
                    || key.startsWith("appmesh.k8s.aws/")
                    || key.startsWith("k8s.io/")
                    || key.equals("K8S_CONTROLLER")) {
                return true;
            }
        }
        return false;
    }

    /** The region that the registration says its instance is in, if it says so. */
    static Optional<String> region(RegisteredInstance instance) {
        Map<String, String> attributes = instance.attributes();
        return Optional.ofNullable(attributes.get(REGION))
                .or(() -> Optional.ofNullable(attributes.get(ZONE)).map(zone -> zone.substring(0, zone.length() - 1)));
    }
}
