package io.github.cloudunmap.aws;

import java.util.List;
import java.util.Locale;

/**
 * The APIs of AWS that this program calls. Each has the SDK's names for the API, and the operations that the
 * controller calls.
 */
@SuppressWarnings("ImmutableEnumChecker") // the list is a List.of
enum Api {
    EC2("EC2", "Ec2", "DescribeInstances"),
    CLOUD_MAP(
            "ServiceDiscovery",
            "ServiceDiscovery",
            "ListInstances",
            "GetInstance",
            "DeregisterInstance",
            "GetOperation",
            "ListNamespaces",
            "ListServices",
            "GetService",
            "ListTagsForResource"),
    SQS("SQS", "Sqs", "ReceiveMessage", "DeleteMessageBatch"),
    STS("STS", "Sts", "AssumeRole");

    private final String name;
    private final String nameInProperties;
    private final List<String> operations;

    Api(String name, String nameInProperties, String... operations) {
        this.name = name;
        this.nameInProperties = nameInProperties;
        this.operations = List.of(operations);
    }

    List<AwsObserver.Operation> operationsIn(String region) {
        return operations.stream()
                .map(operation -> new AwsObserver.Operation(name, operation, region))
                .toList();
    }

    /** Returns the name of the environment variable that can set the API's endpoint. */
    String endpointVariable() {
        return "AWS_ENDPOINT_URL_" + name.toUpperCase(Locale.ROOT);
    }

    /** Returns the name of the Java system property that can set the API's endpoint. */
    String endpointProperty() {
        return "aws.endpointUrl" + nameInProperties;
    }

    /** Returns the name of the API's section in the AWS configuration file. */
    String profileSection() {
        return name.toLowerCase(Locale.ROOT);
    }
}
