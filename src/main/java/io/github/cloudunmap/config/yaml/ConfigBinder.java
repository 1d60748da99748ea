package io.github.cloudunmap.config.yaml;

import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.ConfigValidator;
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
 * Binds the tree of a file to the configuration records. Services get the values under {@code defaults} for the
 * settings that they lack.
 */
final class ConfigBinder {
    /**
     * A service whose values stand in for settings that are missing or wrong and have no default. Each such setting
     * has already been reported as a problem.
     */
    private static final ServiceConfig FALLBACK = ServiceConfig.of("", "", List.of());

    private static final String SERVICES = "services";
    private static final List<String> OF_A_SERVICE_ALONE = List.of("service-id", "name");
    private static final List<String> REQUIRED = List.of("service-id", "service-region", "instances-regions");

    private final Problems problems;

    ConfigBinder(Problems problems) {
        this.problems = problems;
    }

    /** Returns the configuration. If there are problems, it must not be used. */
    Config bind(YamlNode root) {
        return problems.expect(Mapping.class, root, "").map(this::config).orElse(Config.DEFAULTS);
    }

    private Config config(Mapping root) {
        MappingReader settings = new MappingReader(root, "", problems);
        Config config = Setting.block(
                Config.class,
                setting -> setting.key().equals(SERVICES)
                        ? Optional.of(services(settings))
                        : settings.value(setting, Config.DEFAULTS));
        settings.require(SERVICES);
        settings.refuseOtherKeys();
        problems.addUnplaced(ConfigValidator.ofSingleSettings(config, ""));
        int queues =
                settings.sequence("events").map(list -> list.items().size()).orElse(0);
        if (queues == config.events().size()) { // else one could not be read, and the numbers are not those of the file
            problems.addUnplaced(ConfigValidator.ofRepeatedQueues(config.events()));
        }
        return config;
    }

    private List<ServiceConfig> services(MappingReader settings) {
        Map<String, Entry> defaults =
                settings.mapping("defaults").map(this::defaults).orElse(Map.of());
        List<YamlNode> items =
                settings.sequence(SERVICES).map(YamlNode.Sequence::items).orElse(List.of());
        Map<String, YamlNode> firstById = new HashMap<>();
        List<ServiceConfig> services = new ArrayList<>();
        for (YamlNode item : items) {
            if (problems.areFull()) {
                break;
            }
            String path = "services[" + services.size() + "]";
            Optional<Mapping> mapping = problems.expect(Mapping.class, item, path);
            ServiceConfig service =
                    mapping.map(own -> requiredService(own, defaults, path)).orElse(FALLBACK);
            mapping.map(own -> own.entries().get("service-id"))
                    .ifPresent(id -> refuseRepeated(service, id.value(), firstById));
            services.add(service);
        }
        return services;
    }

    /** Checks the defaults by themselves. A wrong default is a problem even if every service overrides it. */
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
        REQUIRED.forEach(settings::leaveToOthers);
        problems.addUnplaced(ConfigValidator.ofSingleSettings(service, "defaults."));
        entries.keySet().retainAll(settings.knownKeys());
        return entries;
    }

    private ServiceConfig requiredService(Mapping own, Map<String, Entry> defaults, String path) {
        MappingReader settings = new MappingReader(own.over(defaults), path, problems);
        REQUIRED.forEach(settings::require);
        ServiceConfig service = settings.block(ServiceConfig.class, FALLBACK);
        problems.addUnplaced(ConfigValidator.problems(service, path + "."));
        return service;
    }

    /**
     * Refuses a service that is listed twice. Never-all and max-deregistrations hold for one pass alone, so two passes
     * of one service could together break them.
     */
    private void refuseRepeated(ServiceConfig service, YamlNode node, Map<String, YamlNode> firstById) {
        YamlNode first = service.plainId().isEmpty() ? null : firstById.putIfAbsent(service.plainId(), node);
        if (first != null) {
            problems.problem(node, "repeats " + first.path() + " of line " + first.line());
        }
    }
}
