package io.github.cloudunmap.selection;

import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.SelectionConfig;
import io.github.cloudunmap.config.SelectionConfig.Query;
import io.github.cloudunmap.config.ServiceConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A configuration together with the services that its selections find.
 *
 * @param config the configuration with the services that the file lists, and after them those that the selections find
 * @param overlaps one line for each service of a selection that an earlier selection finds too, with the places of
 *     both selections in the file. A service that the file lists is no overlap
 * @param excess one line that says that the selections find too many services; null if they do not
 */
public record Expansion(
        Config config, List<String> overlaps, @Nullable String excess) {
    public Expansion {
        overlaps = List.copyOf(overlaps);
    }

    /** @param findings the services that selections find. A selection without an entry here has no services yet */
    public static Expansion of(Config file, Map<Query, Finding> findings) {
        Set<String> listed = new HashSet<>();
        file.services().forEach(service -> listed.add(service.plainId()));
        Map<String, SelectionConfig> finders = new HashMap<>();
        List<ServiceConfig> services = new ArrayList<>(file.services());
        List<String> overlaps = new ArrayList<>();
        for (SelectionConfig selection : file.selections()) {
            for (FoundService found : services(findings.get(selection.query()))) {
                ServiceConfig service = selection.service(found.serviceId(), found.name());
                if (listed.contains(service.plainId())) {
                    continue;
                }
                SelectionConfig other = finders.putIfAbsent(service.plainId(), selection);
                if (other == null) {
                    services.add(service);
                } else {
                    overlaps.add(selection.path() + " (" + selection.label() + ") finds " + found.serviceId() + " ("
                            + found.name() + "), which " + other.path() + " (" + other.label()
                            + ") finds too; narrow one of them, or list the service by its id");
                }
            }
        }
        return new Expansion(file.withServices(services), overlaps, excess(finders.size(), file.maxServices()));
    }

    private static List<FoundService> services(@Nullable Finding finding) {
        return finding == null ? List.of() : finding.services();
    }

    private static @Nullable String excess(int found, int most) {
        return found <= most
                ? null
                : "the selections find " + found + " services, more than max-services (" + most
                        + "); narrow them, or raise it";
    }

    /** Returns the problems that keep the expansion from taking effect, one line each. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>(overlaps);
        Optional.ofNullable(excess).ifPresent(problems::add);
        return problems;
    }
}
