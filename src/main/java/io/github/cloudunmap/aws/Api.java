package io.github.cloudunmap.aws;

import java.util.List;
import java.util.Locale;

/** An API of AWS under the SDK's name, and the operations of it that this program calls. */
@SuppressWarnings("ImmutableEnumChecker") // the list is a List.of
enum Api {
    EC2("EC2", "Ec2", "DescribeInstances"),
    CLOUD_MAP(
            "ServiceDiscovery",
            "ServiceDiscovery",
            "ListInstances",
            "GetInstance",
            "DeregisterInstance",
            "GetOperation"),
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

    /** The environment variable that names its endpoint. */
    String endpointVariable() {
        return "AWS_ENDPOINT_URL_" + name.toUpperCase(Locale.ROOT);
    }

    /** The Java system property that names its endpoint. */
    String endpointProperty() {
        return "aws.endpointUrl" + nameInProperties;
    }

    /** The name of its section in the AWS configuration file. */
    String profileSection() {
        return name.toLowerCase(Locale.ROOT);
    }
}
