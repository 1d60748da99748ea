package io.github.cloudunmap.faults;

import java.util.List;
import java.util.Random;

/** Names and values that have stood in answers and in registrations where they should not. */
final class OddValues {
    private static final List<String> VALUES = List.of(
            "",
            " ",
            "*",
            "null",
            "10.0.0.01",
            "10.0.0.99",
            "::ffff:10.0.0.5",
            "10.0.0.5:80",
            "10.0.0.5/32",
            "i-0123456789ABCDEF0",
            "i-0123456789abcdef0\n",
            "<a href='https://portal.invalid/'>",
            "\u202e\u0000\ud83d\ude00",
            "x".repeat(5_000));

    private static final List<String> NAMES = List.of(
            "AWS_INSTANCE_IPV4",
            "AWS_INSTANCE_IPV6",
            "AWS_EC2_INSTANCE_ID",
            "REGION",
            "Attributes",
            "Errors",
            "NextToken",
            "nextToken",
            "OperationId",
            "instanceId",
            "ownerId",
            "message",
            "__type");

    private OddValues() {}

    static String any(Random random) {
        return any(VALUES, random);
    }

    static String name(Random random) {
        return any(NAMES, random);
    }

    private static String any(List<String> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }
}
