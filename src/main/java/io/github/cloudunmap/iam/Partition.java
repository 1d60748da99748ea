package io.github.cloudunmap.iam;

import java.util.LinkedHashMap;
import java.util.Map;

/** The partitions of AWS, with their names in ARNs. */
final class Partition {
    private static final Map<String, String> BY_REGION_PREFIX = new LinkedHashMap<>();

    static {
        BY_REGION_PREFIX.put("cn-", "aws-cn");
        BY_REGION_PREFIX.put("us-gov-", "aws-us-gov");
        BY_REGION_PREFIX.put("us-iso-", "aws-iso");
        BY_REGION_PREFIX.put("us-isob-", "aws-iso-b");
        BY_REGION_PREFIX.put("eu-isoe-", "aws-iso-e");
        BY_REGION_PREFIX.put("us-isof-", "aws-iso-f");
        BY_REGION_PREFIX.put("eusc-", "aws-eusc");
    }

    private Partition() {}

    /** Returns the partition of a region, which follows from the prefix of the region's name. */
    static String of(String region) {
        return BY_REGION_PREFIX.entrySet().stream()
                .filter(partition -> region.startsWith(partition.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("aws");
    }
}
