package io.github.cloudunmap.aws;

import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.regions.Region;

/** The regions that the SDK knows. A region may be newer than the SDK. */
public final class AwsRegions {
    private AwsRegions() {}

    /** Returns the ids of these regions, without those of the global pseudo-regions. */
    public static SortedSet<String> known() {
        return Region.regions().stream()
                .filter(region -> !region.isGlobalRegion())
                .map(Region::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
