package io.github.cloudunmap.iam;

import io.github.cloudunmap.config.SelectionConfig;
import io.github.cloudunmap.config.ServiceConfig;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ARN of a Cloud Map service, as a resource of a policy. If the account of the service is not known, {@code *}
 * takes its place.
 */
record ServiceArn(String partition, String region, String account, String resource) {
    private static final Pattern ARN =
            Pattern.compile("arn:([^:]+):servicediscovery:([^:]+):([^:]+):((?:service|namespace)/.+)");
    /** Matches every account and every id of a resource. */
    static final String ANY = "*";

    private static final int ACCOUNT_OF_ROLE_ARN = 4;

    static ServiceArn of(ServiceConfig service) {
        String region = service.serviceRegion();
        Matcher arn = ARN.matcher(service.serviceId());
        if (arn.matches()) {
            return new ServiceArn(
                    literal(arn.group(1)), literal(arn.group(2)), literal(arn.group(3)), literal(arn.group(4)));
        }
        return new ServiceArn(
                Partition.of(region), region, account(service), "service/" + literal(service.serviceId()));
    }

    /**
     * Returns an ARN that matches all services of the selection's account and region. This ARN cannot name the
     * selection's namespace, because the ARN of a service contains no namespace.
     */
    static ServiceArn of(SelectionConfig selection) {
        String region = selection.settings().serviceRegion();
        Matcher arn = ARN.matcher(selection.select().namespace());
        return arn.matches()
                ? new ServiceArn(literal(arn.group(1)), literal(arn.group(2)), literal(arn.group(3)), "service/" + ANY)
                : new ServiceArn(Partition.of(region), region, account(selection.settings()), "service/" + ANY);
    }

    private static String account(ServiceConfig service) {
        return service.roleArn() == null ? ANY : service.roleArn().split(":", -1)[ACCOUNT_OF_ROLE_ARN];
    }

    /**
     * Returns the ARN of a namespace.
     *
     * @param name the id or the ARN of the namespace
     */
    String namespace(String name) {
        return arn("namespace/" + literal(name.substring(name.lastIndexOf('/') + 1)));
    }

    /**
     * Returns an ARN that matches all namespaces of the account and region, for use if the id of the namespace is not
     * known.
     */
    String anyNamespace() {
        return arn("namespace/" + ANY);
    }

    private String arn(String what) {
        return String.join(":", "arn", partition, "servicediscovery", region, account, what);
    }

    @Override
    public String toString() {
        return arn(resource);
    }

    /**
     * Escapes an id, or a part of an ARN, that the configuration names. So no part of it can act as a wildcard or a
     * variable of the policy.
     */
    private static String literal(String name) {
        return name.replaceAll("[*?$]", "\\${$0}");
    }
}
