package io.github.cloudunmap.judge;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A service of the judged run, with the settings that the judge has to know.
 *
 * @param anyIds whether its file says {@code ids: any}; else nothing is said and the default holds
 */
record JudgedService(String id, String region, List<String> instancesRegions, boolean unmapStopped, boolean anyIds) {
    private static final String US = "us-east-1";
    private static final String EU = "eu-west-1";

    static final List<String> REGIONS = List.of(US, EU);
    static final List<JudgedService> ALL = List.of(
            new JudgedService("srv-stopped", US, List.of(US), true, false),
            new JudgedService("srv-kept", US, List.of(US), false, false),
            new JudgedService("srv-global", EU, List.of(US, EU), true, false),
            new JudgedService("srv-names", EU, List.of(EU), false, true));

    String yaml(int frequencySeconds) {
        return "  - service-id: " + id + "\n    service-region: " + region + "\n    instances-regions: "
                + instancesRegions.stream().collect(Collectors.joining(", ", "[", "]"))
                + "\n    unmap-stopped: " + unmapStopped + "\n    frequency: " + frequencySeconds + "s\n"
                + (anyIds ? "    ids: any\n" : "");
    }
}
