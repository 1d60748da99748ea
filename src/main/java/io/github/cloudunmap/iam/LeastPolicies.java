package io.github.cloudunmap.iam;

import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.EventQueueConfig;
import io.github.cloudunmap.config.QueueUrl;
import io.github.cloudunmap.config.SelectConfig;
import io.github.cloudunmap.config.SelectionConfig;
import io.github.cloudunmap.iam.PolicyDocument.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Makes the least IAM policies for the services of a configuration. The resources of each action are those in AWS's
 * Service Authorization Reference. {@code ec2:DescribeInstances} cannot be restricted to a resource. So its statement
 * has a condition for the regions.
 */
public final class LeastPolicies {
    /** The key of the policy for the process's own credentials, in the maps that this class returns. */
    public static final String PROCESS = "process";

    private LeastPolicies() {}

    /**
     * Returns the policies by their holder, each role under its ARN. The process comes first. Then come the roles of
     * the services that the file lists, those of the selections, and those of the queues. Each of these groups is in
     * file order. A role of several groups stands in the first of them.
     */
    public static Map<String, PolicyDocument> of(Config config) {
        return of(config, config.selections());
    }

    /**
     * Returns the policies for a configuration whose selections have already been read.
     *
     * @param config the configuration with the services that the selections have found
     * @param selections the selections. The policies also allow the program to read them, which it does regularly
     */
    public static Map<String, PolicyDocument> of(Config config, List<SelectionConfig> selections) {
        return of(config, selections, config.events(), LeastPolicies::reconcile);
    }

    /** Returns the policies for the restore command. They are for the person who runs the command. */
    public static Map<String, PolicyDocument> toRestore(Config config) {
        return of(config, List.of(), List.of(), LeastPolicies::restore);
    }

    private static Map<String, PolicyDocument> of(
            Config config,
            List<SelectionConfig> selections,
            List<EventQueueConfig> queues,
            Function<List<Target>, Stream<Statement>> purpose) {
        Map<String, List<Target>> byIdentity = new LinkedHashMap<>();
        byIdentity.put(PROCESS, new ArrayList<>());
        for (Target target : Target.of(config)) {
            String identity = Objects.requireNonNullElse(target.settings().roleArn(), PROCESS);
            byIdentity.computeIfAbsent(identity, key -> new ArrayList<>()).add(target);
        }
        Map<String, List<Target>> selecting = new LinkedHashMap<>();
        for (Target target : Target.of(Config.DEFAULTS.withSelections(selections))) {
            String identity = Objects.requireNonNullElse(target.settings().roleArn(), PROCESS);
            byIdentity.computeIfAbsent(identity, key -> new ArrayList<>());
            selecting.computeIfAbsent(identity, key -> new ArrayList<>()).add(target);
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
                                select(selecting.getOrDefault(identity, List.of())),
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

    private static Stream<Statement> reconcile(List<Target> services) {
        List<Target> writable = services.stream()
                .filter(service -> !service.settings().dryRun())
                .toList();
        List<Statement> statements = new ArrayList<>();
        statements.add(find(services));
        statements.addAll(onServices("ListRegistrations", "ListInstances", services));
        statements.addAll(onServices("RemoveRegistrations", "DeregisterInstance", writable));
        statements.addAll(onServices("OptionalReadRegistrationAgain", "GetInstance", services));
        if (!writable.isEmpty()) {
            statements.add(learnOutcome(writable));
            statements.add(Statement.allow(
                    "OptionalDnsHealthChecks",
                    List.of("route53:GetHealthCheck", "route53:UpdateHealthCheck", "route53:DeleteHealthCheck"),
                    route53(writable, "healthcheck/" + ServiceArn.ANY)));
            statements.add(dnsRecords(writable));
        }
        return statements.stream();
    }

    private static Stream<Statement> restore(List<Target> services) {
        List<Statement> statements = new ArrayList<>();
        statements.add(find(services));
        statements.addAll(onServices("ReadRegistrations", "GetInstance", services));
        statements.addAll(onServices("RestoreRegistrations", "RegisterInstance", services));
        statements.add(learnOutcome(services));
        statements.add(Statement.allow(
                "OptionalDnsHealthChecks",
                List.of("route53:CreateHealthCheck", "route53:GetHealthCheck", "route53:UpdateHealthCheck"),
                route53(services, "healthcheck/" + ServiceArn.ANY)));
        statements.add(dnsRecords(services));
        return statements.stream();
    }

    /**
     * Returns the statements for reading the selections. A policy cannot restrict the listing actions to resources. So
     * their statement has a condition for the regions.
     */
    private static Stream<Statement> select(List<Target> selecting) {
        if (selecting.isEmpty()) {
            return Stream.empty();
        }
        List<SelectConfig> selects = selecting.stream()
                .flatMap(Target::selections)
                .map(SelectionConfig::select)
                .toList();
        List<String> actions = new ArrayList<>();
        if (!selects.stream().allMatch(SelectConfig::isById)) {
            actions.add("servicediscovery:ListNamespaces");
        }
        actions.add("servicediscovery:ListServices");
        if (!selects.stream().allMatch(select -> select.tags().isEmpty())) {
            actions.add("servicediscovery:ListTagsForResource");
        }
        List<String> regions = selecting.stream()
                .map(service -> service.settings().serviceRegion())
                .distinct()
                .toList();
        return Stream.concat(
                Stream.of(Statement.allow("FindServices", actions, List.of("*")).inRegions(regions)),
                onServices("CheckNamespaceOfServices", "GetService", selecting).stream());
    }

    private static Statement dnsRecords(List<Target> services) {
        return Statement.allow(
                "OptionalDnsRecords",
                List.of("route53:ChangeResourceRecordSets"),
                route53(services, "hostedzone/ID-OF-THE-NAMESPACE"));
    }

    private static Statement find(List<Target> services) {
        List<String> regions = services.stream()
                .flatMap(service -> service.settings().instancesRegions().stream())
                .distinct()
                .toList();
        return Statement.allow("FindInstances", List.of("ec2:DescribeInstances"), List.of("*"))
                .inRegions(regions);
    }

    /** Returns one statement for all services whose entry names no tags, and one for each set of tags. */
    private static List<Statement> onServices(String sid, String action, List<Target> services) {
        Map<Map<String, String>, List<Target>> byTags = new LinkedHashMap<>();
        services.forEach(service ->
                byTags.computeIfAbsent(service.tags(), key -> new ArrayList<>()).add(service));
        List<Statement> statements = new ArrayList<>();
        byTags.forEach((tags, tagged) -> {
            String number = statements.isEmpty() ? "" : Integer.toString(statements.size() + 1);
            Statement statement = Statement.allow(
                    sid + number,
                    List.of("servicediscovery:" + action),
                    distinct(tagged, service -> service.arn().toString()));
            statements.add(tags.isEmpty() ? statement : statement.withTags(tags));
        });
        return statements;
    }

    private static Statement learnOutcome(List<Target> services) {
        return Statement.allow(
                "OptionalLearnOutcome",
                List.of("servicediscovery:GetOperation"),
                Stream.concat(
                                distinct(services, Target::namespace).stream(),
                                distinct(services, service -> service.arn().toString()).stream())
                        .toList());
    }

    private static List<String> route53(List<Target> services, String resource) {
        return distinct(services, service -> "arn:" + service.arn().partition() + ":route53:::" + resource);
    }

    private static List<String> distinct(List<Target> services, Function<Target, String> part) {
        return services.stream().map(part).distinct().toList();
    }
}
