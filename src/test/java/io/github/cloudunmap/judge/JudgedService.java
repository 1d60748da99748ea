package io.github.cloudunmap.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A service of a judged run, with the settings that the judge has to know.
 *
 * @param instancesRegions where its instances live; its file may name more regions
 * @param anyIds whether its file says {@code ids: any}; else nothing is said and the default holds
 */
record JudgedService(String id, String region, List<String> instancesRegions, boolean unmapStopped, boolean anyIds) {
    private static final String US = "us-east-1";
    private static final String EU = "eu-west-1";

    static final List<String> REGIONS = List.of(US, EU);
    /** One service of each kind. */
    static final List<JudgedService> FEW = List.of(
            new JudgedService("srv-stopped", US, List.of(US), true, false),
            new JudgedService("srv-kept", US, List.of(US), false, false),
            new JudgedService("srv-global", EU, List.of(US, EU), true, false),
            new JudgedService("srv-names", EU, List.of(EU), false, true));

    /** As many services, of each kind as many as of the others. */
    static List<JudgedService> many(int count) {
        List<JudgedService> services = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            JudgedService kind = FEW.get(i % FEW.size());
            String id = kind.id() + String.format(Locale.ROOT, "-%03d", i);
            services.add(
                    new JudgedService(id, kind.region(), kind.instancesRegions(), kind.unmapStopped(), kind.anyIds()));
        }
        return services;
    }

    /**
     * Its entry in a file.
     *
     * @param regions the regions that it reads, at least those where its instances live
     * @param settings further settings
     */
    String yaml(List<String> regions, Map<String, String> settings) {
        return "  - service-id: " + id + "\n    service-region: " + region + "\n    instances-regions: "
                + regions.stream().collect(Collectors.joining(", ", "[", "]"))
                + "\n    unmap-stopped: " + unmapStopped + "\n" + (anyIds ? "    ids: any\n" : "")
                + settings.entrySet().stream()
                        .map(setting -> "    " + setting.getKey() + ": " + setting.getValue() + "\n")
                        .collect(Collectors.joining());
    }
}
