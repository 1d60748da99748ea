package io.github.cloudunmap.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The difference between two configurations at a reload. Values are compared: a setting that is given and a setting
 * that has the same value by default are equal. The order of the entries of {@code services} makes no difference.
 *
 * @param settings the changed keys of the process, such as {@code workers}
 * @param added the new services, in their order in the later configuration
 * @param changed the changed services, each with its changed keys, in their order in the later configuration
 * @param removed the ids of the removed services, sorted
 * @param unchanged the number of services without a change
 */
public record ConfigChange(
        List<String> settings,
        List<ServiceConfig> added,
        Map<ServiceConfig, List<String>> changed,
        List<String> removed,
        int unchanged) {
    /** The most services that a log line lists for each kind of change. */
    private static final int MOST_LISTED = 10;

    public static ConfigChange between(Config before, Config after) {
        Map<String, ServiceConfig> known = byId(before);
        List<ServiceConfig> added = new ArrayList<>();
        Map<ServiceConfig, List<String>> changed = new LinkedHashMap<>();
        for (ServiceConfig service : after.services()) {
            ServiceConfig old = known.get(service.serviceId());
            if (old == null) {
                added.add(service);
            } else if (!old.equals(service)) {
                changed.put(service, changedKeys(old, service));
            }
        }
        Set<String> removed = new HashSet<>(known.keySet());
        removed.removeAll(byId(after).keySet());
        return new ConfigChange(
                changedKeys(settings(before), settings(after)),
                added,
                changed,
                removed.stream().sorted().toList(),
                after.services().size() - added.size() - changed.size());
    }

    /** Whether nothing has changed. */
    public boolean isEmpty() {
        return settings.isEmpty() && added.isEmpty() && changed.isEmpty() && removed.isEmpty();
    }

    /** Returns the added services, followed by the changed services. */
    public List<ServiceConfig> addedAndChanged() {
        List<ServiceConfig> services = new ArrayList<>(added);
        services.addAll(changed.keySet());
        return services;
    }

    private static Map<String, ServiceConfig> byId(Config config) {
        return config.services().stream().collect(Collectors.toMap(ServiceConfig::serviceId, Function.identity()));
    }

    /**
     * Returns the configuration without its services. Its selections are sorted by their labels, and all have the
     * place 0. So a selection does not count as changed if only its place in the file has changed.
     */
    private static Config settings(Config config) {
        return config.withServices(List.of())
                .withSelections(config.selections().stream()
                        .map(selection -> new SelectionConfig(0, selection.select(), selection.settings()))
                        .sorted(Comparator.comparing(SelectionConfig::label))
                        .toList());
    }

    private static <R extends Record> List<String> changedKeys(R before, R after) {
        return Setting.of(before.getClass()).stream()
                .filter(setting -> !setting.valueIn(before).equals(setting.valueIn(after)))
                .map(Setting::key)
                .toList();
    }

    /**
     * Returns the changes in words, such as {@code 1 added (srv-a), 1 changed (srv-b: frequency, ids), 0 removed, 298
     * unchanged}.
     */
    @Override
    public String toString() {
        return listed(added.stream().map(ServiceConfig::serviceId).toList(), "added")
                + listed(inWords(changed), "changed")
                + listed(removed, "removed")
                + unchanged
                + " unchanged"
                + (settings.isEmpty() ? "" : "; settings changed: " + String.join(", ", settings));
    }

    /**
     * Returns in words the changes that a reading of selections has made, such as {@code 1 found (srv-a, api-9), 0
     * changed, 0 gone, 298 unchanged}.
     */
    public String ofSelections() {
        return listed(
                        added.stream()
                                .map(service -> service.serviceId() + ", " + service.name())
                                .toList(),
                        "found")
                + listed(inWords(changed), "changed")
                + listed(removed, "gone")
                + unchanged
                + " unchanged";
    }

    private static List<String> inWords(Map<ServiceConfig, List<String>> changed) {
        return changed.entrySet().stream()
                .map(entry -> entry.getKey().serviceId() + ": " + String.join(", ", entry.getValue()))
                .toList();
    }

    private static String listed(List<String> services, String what) {
        String shown = services.stream().limit(MOST_LISTED).collect(Collectors.joining("; "));
        int more = services.size() - MOST_LISTED;
        return services.size() + " " + what
                + (services.isEmpty() ? "" : " (" + shown + (more > 0 ? "; and " + more + " more" : "") + ")")
                + ", ";
    }
}
