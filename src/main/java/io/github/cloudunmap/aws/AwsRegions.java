package io.github.cloudunmap.aws;

import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.regions.Region;

/** The regions that this version of the SDK knows. AWS may have newer regions. */
public final class AwsRegions {
    private AwsRegions() {}

    /** Returns the ids of the regions that the SDK knows, without its pseudo-regions such as {@code aws-global}. */
    public static SortedSet<String> known() {
        return Region.regions().stream()
                .filter(region -> !region.isGlobalRegion())
                .map(Region::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
