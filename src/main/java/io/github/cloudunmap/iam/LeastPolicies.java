package io.github.cloudunmap.iam;

import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.EventQueueConfig;
import io.github.cloudunmap.config.QueueUrl;
import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.iam.PolicyDocument.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Makes the least IAM policies for exactly the services of a configuration. The resources of each action are from
 * AWS's Service Authorization Reference. {@code ec2:DescribeInstances} cannot be restricted to a resource, only to a
 * region by a condition. {@code servicediscovery:GetOperation} is granted on a namespace.
 */
public final class LeastPolicies {
    /** The key of the policy for the process's own credentials. */
    public static final String PROCESS = "process";

    private LeastPolicies() {}

    /** Returns the policies by their holder: the process first, then the roles by their ARNs in file order. */
    public static Map<String, PolicyDocument> of(Config config) {
        return of(config, config.events(), LeastPolicies::reconcile);
    }

    /** Returns the policies for the restore command, for the identity of the person who runs it. */
    public static Map<String, PolicyDocument> toRestore(Config config) {
        return of(config, List.of(), LeastPolicies::restore);
    }

    private static Map<String, PolicyDocument> of(
            Config config, List<EventQueueConfig> queues, Function<List<ServiceConfig>, Stream<Statement>> purpose) {
        Map<String, List<ServiceConfig>> byIdentity = new LinkedHashMap<>();
        byIdentity.put(PROCESS, new ArrayList<>());
        for (ServiceConfig service : config.services()) {
            String identity = Objects.requireNonNullElse(service.roleArn(), PROCESS);
            byIdentity.computeIfAbsent(identity, key -> new ArrayList<>()).add(service);
        }
        Map<String, List<String>> queuesByIdentity = new LinkedHashMap<>();
        for (EventQueueConfig queue : queues) {
            String identity = Objects.requireNonNullElse(queue.roleArn(), PROCESS);
            byIdentity.computeIfAbsent(identity, key -> new ArrayList<>());
            queuesByIdentity.computeIfAbsent(identity, key -> new ArrayList<>()).add(arn(queue.queueUrl()));
        }
        List<String> roles = byIdentity.keySet().stream().skip(1).toList();
        Map<String, PolicyDocument> policies = new LinkedHashMap<>();
        byIdentity.forEach((identity, services) -> policies.put(
                identity,
                new PolicyDocument(Stream.of(
                                identity.equals(PROCESS) ? assume(roles) : Stream.<Statement>empty(),
                                services.isEmpty() ? Stream.<Statement>empty() : purpose.apply(services),
                                readEvents(queuesByIdentity.getOrDefault(identity, List.of())))
                        .flatMap(statements -> statements)
                        .toList())));
        return policies;
    }

    private static Stream<Statement> assume(List<String> roles) {
        return roles.isEmpty()
                ? Stream.empty()
                : Stream.of(Statement.allow("AssumeRoles", List.of("sts:AssumeRole"), roles));
    }

    private static Stream<Statement> readEvents(List<String> queues) {
        return queues.isEmpty()
                ? Stream.empty()
                : Stream.of(Statement.allow(
                        "ReadEvents",
                        List.of("sqs:ReceiveMessage", "sqs:DeleteMessage"),
                        queues.stream().distinct().toList()));
    }

    private static String arn(QueueUrl queue) {
        return String.join(
                ":", "arn", Partition.of(queue.region()), "sqs", queue.region(), queue.account(), queue.name());
    }

    private static Stream<Statement> reconcile(List<ServiceConfig> services) {
        List<ServiceConfig> writable =
                services.stream().filter(service -> !service.dryRun()).toList();
        List<Statement> statements = new ArrayList<>();
        statements.add(find(services));
        statements.add(onServices("ListRegistrations", "ListInstances", services));
        if (!writable.isEmpty()) {
            statements.add(onServices("RemoveRegistrations", "DeregisterInstance", writable));
        }
        statements.add(onServices("OptionalReadRegistrationAgain", "GetInstance", services));
        if (!writable.isEmpty()) {
            statements.add(learnOutcome(writable));
            statements.add(Statement.allow(
                    "OptionalDnsHealthChecks",
                    List.of("route53:GetHealthCheck", "route53:UpdateHealthCheck", "route53:DeleteHealthCheck"),
                    route53(writable, "healthcheck/*")));
            statements.add(dnsRecords(writable));
        }
        return statements.stream();
    }

    private static Stream<Statement> restore(List<ServiceConfig> services) {
        return Stream.of(
                find(services),
                onServices("ReadRegistrations", "GetInstance", services),
                onServices("RestoreRegistrations", "RegisterInstance", services),
                learnOutcome(services),
                Statement.allow(
                        "OptionalDnsHealthChecks",
                        List.of("route53:CreateHealthCheck", "route53:GetHealthCheck", "route53:UpdateHealthCheck"),
                        route53(services, "healthcheck/*")),
                dnsRecords(services));
    }

    private static Statement dnsRecords(List<ServiceConfig> services) {
        return Statement.allow(
                "OptionalDnsRecords",
                List.of("route53:ChangeResourceRecordSets"),
                route53(services, "hostedzone/ID-OF-THE-NAMESPACE"));
    }

    private static Statement find(List<ServiceConfig> services) {
        List<String> regions = services.stream()
                .flatMap(service -> service.instancesRegions().stream())
                .distinct()
                .toList();
        return Statement.allow("FindInstances", List.of("ec2:DescribeInstances"), List.of("*"))
                .inRegions(regions);
    }

    private static Statement onServices(String sid, String action, List<ServiceConfig> services) {
        return Statement.allow(sid, List.of("servicediscovery:" + action), distinct(services, ServiceArn::toString));
    }

    private static Statement learnOutcome(List<ServiceConfig> services) {
        return Statement.allow(
                "OptionalLearnOutcome",
                List.of("servicediscovery:GetOperation"),
                Stream.concat(
                                distinct(services, ServiceArn::anyNamespace).stream(),
                                distinct(services, ServiceArn::toString).stream())
                        .toList());
    }

    private static List<String> route53(List<ServiceConfig> services, String resource) {
        return distinct(services, arn -> "arn:" + arn.partition() + ":route53:::" + resource);
    }

    private static List<String> distinct(List<ServiceConfig> services, Function<ServiceArn, String> part) {
        return services.stream().map(ServiceArn::of).map(part).distinct().toList();
    }
}
