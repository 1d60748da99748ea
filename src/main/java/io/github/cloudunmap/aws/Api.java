package io.github.cloudunmap.aws;

import java.util.List;

/** An API of AWS by the SDK's name for it, and what this program asks of it. */
@SuppressWarnings("ImmutableEnumChecker") // the list is a List.of
enum Api {
    EC2("EC2", "DescribeInstances"),
    CLOUD_MAP("ServiceDiscovery", "ListInstances", "GetInstance", "DeregisterInstance", "GetOperation"),
    STS("STS", "AssumeRole");

    private final String name;
    private final List<String> operations;

    Api(String name, String... operations) {
        this.name = name;
        this.operations = List.of(operations);
    }

    List<AwsObserver.Operation> operationsIn(String region) {
        return operations.stream()
                .map(operation -> new AwsObserver.Operation(name, operation, region))
                .toList();
    }
}
