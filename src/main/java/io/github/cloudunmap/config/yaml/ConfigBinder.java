package io.github.cloudunmap.config.yaml;

import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.ConfigValidator;
import io.github.cloudunmap.config.SelectConfig;
import io.github.cloudunmap.config.SelectionConfig;
import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.config.Setting;
import io.github.cloudunmap.config.yaml.YamlNode.Entry;
import io.github.cloudunmap.config.yaml.YamlNode.Mapping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the configuration records from the tree of a file. A service that lacks a setting gets the value under {@code
 * defaults}.
 */
final class ConfigBinder {
    /**
     * The values that replace the missing and the unreadable settings of a service: the defaults, and empty values for
     * the required settings. Each unreadable setting is reported as a problem. So is each required setting that a
     * service lacks.
     */
    private static final ServiceConfig FALLBACK = ServiceConfig.of("", "", List.of());

    private static final SelectConfig ANYTHING = new SelectConfig("", SelectConfig.EVERY_NAME, Map.of());

    private static final String SERVICES = "services";
    private static final String SERVICE_ID = "service-id";
    private static final String SELECT = "select";
    private static final List<String> OF_A_SERVICE_ALONE = List.of(SERVICE_ID, SELECT, "name");
    private static final List<String> OF_ENTRIES = List.of(SERVICES, "selections");
    private static final List<String> REQUIRED = List.of("service-region", "instances-regions");

    private final Problems problems;
    private final List<ServiceConfig> services = new ArrayList<>();
    private final List<SelectionConfig> selections = new ArrayList<>();
    /**
     * For each service id, the first node that has it, because a file must not contain an id twice. The two maps below
     * do the same for the queries and the labels of selections.
     */
    private final Map<String, YamlNode> firstOfId = new HashMap<>();

    private final Map<SelectionConfig.Query, YamlNode> firstOfQuery = new HashMap<>();
    private final Map<String, YamlNode> firstOfLabel = new HashMap<>();

    ConfigBinder(Problems problems) {
        this.problems = problems;
    }

    /** Returns the configuration. It must not be used if {@link Problems} has collected any problem. */
    Config bind(YamlNode root) {
        return problems.expect(Mapping.class, root, "").map(this::config).orElse(Config.DEFAULTS);
    }

    private Config config(Mapping root) {
        MappingReader settings = new MappingReader(root, "", problems);
        readEntries(settings);
        Config config = Setting.block(
                        Config.class,
                        setting -> OF_ENTRIES.contains(setting.key())
                                ? Optional.of(List.of())
                                : settings.value(setting, Config.DEFAULTS))
                .withServices(services)
                .withSelections(selections);
        settings.require(SERVICES);
        settings.refuseOtherKeys();
        problems.addUnplaced(ConfigValidator.ofProcess(config));
        int queues =
                settings.sequence("events").map(list -> list.items().size()).orElse(0);
        if (queues == config.events().size()) { // otherwise a queue is missing, and the indexes differ
            problems.addUnplaced(ConfigValidator.ofRepeatedQueues(config.events()));
        }
        return config;
    }

    private void readEntries(MappingReader settings) {
        Map<String, Entry> defaults =
                settings.mapping("defaults").map(this::defaults).orElse(Map.of());
        List<YamlNode> items =
                settings.sequence(SERVICES).map(YamlNode.Sequence::items).orElse(List.of());
        for (int i = 0; i < items.size() && !problems.areFull(); i++) {
            String path = SERVICES + "[" + i + "]";
            Mapping own = problems.expect(Mapping.class, items.get(i), path).orElse(null);
            if (own == null) {
                services.add(FALLBACK);
            } else if (own.entries().containsKey(SELECT)) {
                selections.add(selection(i, own, defaults));
            } else {
                services.add(service(own, defaults, path));
            }
        }
    }

    /** Checks the defaults by themselves, because a wrong default is a problem even if every service overrides it. */
    private Map<String, Entry> defaults(Mapping mapping) {
        Map<String, Entry> entries = new LinkedHashMap<>(mapping.entries());
        for (String key : OF_A_SERVICE_ALONE) {
            Entry own = entries.remove(key);
            if (own != null) {
                problems.problem(own.line(), own.column(), own.path(), "belongs to a service, not to the defaults");
            }
        }
        Mapping shared = new Mapping(mapping.line(), mapping.column(), mapping.path(), entries);
        MappingReader settings = new MappingReader(shared, "defaults", problems);
        ServiceConfig service = settings.block(ServiceConfig.class, FALLBACK);
        settings.leaveToOthers(SERVICE_ID);
        REQUIRED.forEach(settings::leaveToOthers);
        problems.addUnplaced(ConfigValidator.ofSingleSettings(service, "defaults."));
        entries.keySet().retainAll(settings.knownKeys());
        return entries;
    }

    private ServiceConfig service(Mapping own, Map<String, Entry> defaults, String path) {
        MappingReader settings = new MappingReader(own.over(defaults), path, problems);
        settings.require(SERVICE_ID, "is required, or a select that finds services");
        ServiceConfig service = settings(settings, path);
        Entry id = own.entries().get(SERVICE_ID);
        if (id != null && !service.plainId().isEmpty()) {
            refuseRepeated(firstOfId, service.plainId(), id.value());
        }
        return service;
    }

    private SelectionConfig selection(int index, Mapping own, Map<String, Entry> defaults) {
        String path = SERVICES + "[" + index + "]";
        Mapping all = own.over(defaults);
        Entry id = own.entries().get(SERVICE_ID);
        if (id != null) {
            problems.problem(id.line(), id.column(), id.path(), "stands beside select; an entry has one of them");
            all = all.without(SERVICE_ID);
        }
        MappingReader settings = new MappingReader(all, path, problems);
        SelectConfig select = settings.mapping(SELECT)
                .map(mapping -> select(mapping, path + "." + SELECT))
                .orElse(ANYTHING);
        settings.leaveToOthers(SERVICE_ID);
        SelectionConfig selection = new SelectionConfig(index, select, settings(settings, path));
        if (!select.equals(ANYTHING)) {
            // Check both: two entries can have the same query and different names, or the same name and different
            // queries.
            refuseRepeated(firstOfQuery, selection.query(), own);
            refuseRepeated(firstOfLabel, selection.label(), own);
        }
        return selection;
    }

    private SelectConfig select(Mapping mapping, String path) {
        MappingReader settings = new MappingReader(mapping, path, problems);
        settings.require("namespace");
        SelectConfig select = settings.block(SelectConfig.class, ANYTHING);
        problems.addUnplaced(ConfigValidator.problems(select, path + "."));
        return select;
    }

    /** Reads the settings of an entry of {@code services}, apart from its select. */
    private ServiceConfig settings(MappingReader settings, String path) {
        REQUIRED.forEach(settings::require);
        ServiceConfig service = settings.block(ServiceConfig.class, FALLBACK);
        problems.addUnplaced(ConfigValidator.problems(service, path + "."));
        return service;
    }

    /**
     * Refuses a service or a selection that the file repeats. Never-all and max-deregistrations limit each pass by
     * itself, so two passes of the same service could together remove more than these rules allow.
     */
    private <T> void refuseRepeated(Map<T, YamlNode> first, T what, YamlNode node) {
        YamlNode earlier = first.putIfAbsent(what, node);
        if (earlier != null) {
            problems.problem(node, "repeats " + earlier.path() + " of line " + earlier.line());
        }
    }
}
