package io.github.cloudunmap.simulation;

import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.LoadedConfig;
import io.github.cloudunmap.config.SelectionConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One version of a program's configuration.
 *
 * @param services those that it lists by their ids
 * @param maxServices the most services that its selections may find together
 */
record ConfigFile(
        List<ServiceSettings> services, List<SelectionConfig> selections, Duration selectInterval, int maxServices) {
    ConfigFile {
        services = List.copyOf(services);
        selections = List.copyOf(selections);
    }

    static ConfigFile of(List<ServiceSettings> services) {
        return new ConfigFile(services, List.of(), Config.DEFAULTS.selectInterval(), Config.DEFAULTS.maxServices());
    }

    LoadedConfig loaded() {
        Config defaults = Config.DEFAULTS;
        Config config = new Config(
                defaults.workers(),
                defaults.logLevel(),
                defaults.logFormat(),
                defaults.ec2CacheTtl(),
                defaults.suspectHold(),
                defaults.listRate(),
                defaults.shutdownTimeout(),
                defaults.stateDirectory(),
                defaults.journalRetention(),
                selectInterval,
                maxServices,
                defaults.prometheus(),
                defaults.events(),
                services.stream().map(ServiceSettings::config).toList(),
                selections);
        return new LoadedConfig(config, "");
    }

    Set<String> listed() {
        Set<String> ids = new HashSet<>();
        services.forEach(service -> ids.add(service.serviceId()));
        return ids;
    }

    /** The services that are to be reconciled while the namespaces are like this. */
    List<ServiceSettings> reconciled(Namespaces namespaces) {
        Set<String> listed = listed();
        List<ServiceSettings> all = new ArrayList<>(services);
        for (SelectionConfig selection : selections) {
            namespaces.meant(selection.select()).stream()
                    .filter(id -> !listed.contains(id))
                    .forEach(id ->
                            all.add(ServiceSettings.of(selection.settings()).named(id)));
        }
        return all;
    }
}
