package io.github.cloudunmap.config;

import io.github.cloudunmap.config.YamlNode.Entry;
import io.github.cloudunmap.config.YamlNode.Mapping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Binds the tree of a file to the records: the only place that knows which key fills which component. */
final class ConfigBinder {
    /**
     * Values for settings without a default. They take the place of a missing or wrong value that has been reported
     * already.
     */
    private static final ServiceConfig FALLBACK = ServiceConfig.of("", "", List.of());

    private static final List<String> REQUIRED = List.of("service-id", "service-region", "instances-regions");

    private final Problems problems;

    ConfigBinder(Problems problems) {
        this.problems = problems;
    }

    /** The configuration, to be thrown away if there are problems. */
    Config bind(YamlNode root) {
        return problems.expect(Mapping.class, root, "").map(this::config).orElse(Config.DEFAULTS);
    }

    private Config config(Mapping root) {
        MappingReader settings = new MappingReader(root, "", problems);
        Config otherwise = Config.DEFAULTS;
        Config config = new Config(
                settings.value("workers", otherwise.workers(), ScalarText::wholeNumber),
                settings.value("log-level", otherwise.logLevel(), LogLevel::parse),
                settings.value("log-format", otherwise.logFormat(), LogFormat::parse),
                settings.value("ec2-cache-ttl", otherwise.ec2CacheTtl(), DurationText::parse),
                settings.value("suspect-hold", otherwise.suspectHold(), DurationText::parse),
                settings.value("shutdown-timeout", otherwise.shutdownTimeout(), DurationText::parse),
                settings.scalar("state-directory", Function.identity()).orElse(otherwise.stateDirectory()),
                settings.value("journal-retention", otherwise.journalRetention(), DurationText::parse),
                settings.mapping("prometheus").map(this::prometheus).orElse(otherwise.prometheus()),
                services(settings));
        settings.require("services");
        settings.refuseOtherKeys();
        problems.violations(ConfigValidator.ofSingleSettings(config, ""));
        return config;
    }

    private PrometheusConfig prometheus(Mapping mapping) {
        MappingReader settings = new MappingReader(mapping, "prometheus", problems);
        PrometheusConfig otherwise = PrometheusConfig.DEFAULTS;
        PrometheusConfig prometheus = new PrometheusConfig(
                settings.value("enabled", otherwise.enabled(), ScalarText::trueOrFalse),
                settings.value("host", otherwise.host(), Function.identity()),
                settings.value("port", otherwise.port(), ScalarText::wholeNumber));
        settings.refuseOtherKeys();
        return prometheus;
    }

    private List<ServiceConfig> services(MappingReader settings) {
        Map<String, Entry> defaults =
                settings.mapping("defaults").map(this::defaults).orElse(Map.of());
        List<YamlNode> items =
                settings.sequence("services").map(YamlNode.Sequence::items).orElse(List.of());
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

    /** Checks the defaults by themselves. A wrong default is a mistake even if every service overrides it. */
    private Map<String, Entry> defaults(Mapping mapping) {
        Map<String, Entry> entries = new LinkedHashMap<>(mapping.entries());
        Entry id = entries.remove("service-id");
        if (id != null) {
            problems.problem(id.line(), id.column(), id.path(), "belongs to a service, not to the defaults");
        }
        Mapping shared = new Mapping(mapping.line(), mapping.column(), mapping.path(), entries);
        MappingReader settings = new MappingReader(shared, "defaults", problems);
        ServiceConfig service = service(settings);
        REQUIRED.forEach(settings::leaveToOthers);
        problems.violations(ConfigValidator.ofSingleSettings(service, "defaults."));
        entries.keySet().retainAll(settings.knownKeys());
        return entries;
    }

    private ServiceConfig requiredService(Mapping own, Map<String, Entry> defaults, String path) {
        MappingReader settings = new MappingReader(own.over(defaults), path, problems);
        REQUIRED.forEach(settings::require);
        ServiceConfig service = service(settings);
        problems.violations(ConfigValidator.violations(service, path + "."));
        return service;
    }

    private ServiceConfig service(MappingReader settings) {
        ServiceConfig otherwise = FALLBACK;
        ServiceConfig service = new ServiceConfig(
                settings.value("service-id", otherwise.serviceId(), Function.identity()),
                settings.value("service-region", otherwise.serviceRegion(), Function.identity()),
                settings.texts("instances-regions"),
                settings.value("frequency", otherwise.frequency(), DurationText::parse),
                settings.value("max-deregistrations", otherwise.maxDeregistrations(), ScalarText::limit),
                settings.value("grace-period", otherwise.gracePeriod(), DurationText::parse),
                settings.value("settle-time", otherwise.settleTime(), DurationText::parse),
                settings.scalar("role-arn", Function.identity()).orElse(otherwise.roleArn()),
                settings.scalar("external-id", Function.identity()).orElse(otherwise.externalId()),
                settings.value("unmap-stopped", otherwise.unmapStopped(), ScalarText::trueOrFalse),
                settings.value("ids", otherwise.ids(), ScalarText::idRule),
                settings.value("dry-run", otherwise.dryRun(), ScalarText::trueOrFalse));
        settings.refuseOtherKeys();
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
