package io.github.cloudunmap.daemon;

import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.SelectionConfig;
import io.github.cloudunmap.config.SelectionConfig.Query;
import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.TimeSource;
import io.github.cloudunmap.selection.Expansion;
import io.github.cloudunmap.selection.Finding;
import io.github.cloudunmap.selection.FoundService;
import io.github.cloudunmap.selection.SelectionReader;
import io.github.cloudunmap.state.Memory;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The services that the selections are known to find. Only the reload thread changes them. Any thread may read them.
 */
public final class Selections {
    private final SelectionReader reader;
    private volatile Map<Query, Finding> findings;

    private Selections(SelectionReader reader, Map<Query, Finding> findings) {
        this.reader = reader;
        this.findings = Map.copyOf(findings);
    }

    /**
     * Returns the selections with the services that the previous process found for them, if its memory is younger than
     * a day. If these services would make the configuration invalid ({@link Expansion#problems}), for example because
     * there are too many, none of them is taken over. Every selection then counts as not read yet.
     */
    public static Selections remembered(SelectionReader reader, Config file, Optional<Memory> before, TimeSource time) {
        Selections selections = new Selections(reader, Map.of());
        Map<Query, Finding> known =
                before.map(memory -> MemoryMapping.findings(memory, time.now())).orElse(Map.of());
        if (Expansion.of(file, known).problems().isEmpty()) {
            selections.use(file, known);
        }
        return selections;
    }

    public SelectionReader reader() {
        return reader;
    }

    public Map<Query, Finding> findings() {
        return findings;
    }

    /** Whether it is known for every selection in the file which services the selection finds. */
    boolean knowAll(Config file) {
        return file.selections().stream().map(SelectionConfig::query).allMatch(findings::containsKey);
    }

    /** Returns the configuration with the services that its selections are known to find. */
    public Expansion expand(Config file) {
        return Expansion.of(file, findings);
    }

    /**
     * Returns how many services each selection of the file is known to find, by the label of the selection. The number
     * includes services that the file also lists by their ids.
     */
    Map<String, Integer> counts(Config file) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (SelectionConfig selection : file.selections()) {
            Finding finding = findings.get(selection.query());
            counts.put(
                    selection.label(), finding == null ? 0 : finding.services().size());
        }
        return counts;
    }

    /** Returns the findings after these readings. A selection that was not read keeps its finding. */
    Map<Query, Finding> after(Map<Query, List<FoundService>> readings) {
        Map<Query, Finding> after = new HashMap<>(findings);
        readings.forEach((query, read) -> after.put(query, Finding.after(findings.get(query), read)));
        return after;
    }

    /**
     * Returns the findings in effect. Where the newest reading of a selection was postponed, its finding is marked as
     * postponed, and keeps the services of the reading before.
     */
    Map<Query, Finding> postponedAmong(Map<Query, Finding> newer) {
        Map<Query, Finding> known = new HashMap<>(findings);
        newer.forEach((query, finding) -> {
            if (finding.isPostponed()) {
                known.put(query, finding);
            }
        });
        return known;
    }

    /**
     * Reads the selections of a new file that the file in effect does not have. Returns the services that
     * each of these finds. The call can take long, because the request rates are limited.
     *
     * @param before the file in effect. A selection in both files is not read, even if no reading of it has succeeded
     *     yet
     * @throws ApiFailure if a new selection cannot be read
     */
    Map<Query, List<FoundService>> read(Config file, Config before) {
        List<Query> old =
                before.selections().stream().map(SelectionConfig::query).toList();
        Map<Query, List<FoundService>> readings = new HashMap<>();
        try (SelectionReader.Round round = reader.round()) {
            for (SelectionConfig selection : file.selections()) {
                if (!old.contains(selection.query())) {
                    readings.put(selection.query(), round.read(selection));
                }
            }
        }
        return readings;
    }

    /** Puts those findings into effect whose selections are in the configuration file. */
    void use(Config file, Map<Query, Finding> known) {
        Map<Query, Finding> kept = new HashMap<>();
        for (SelectionConfig selection : file.selections()) {
            Finding finding = known.get(selection.query());
            if (finding != null) {
                kept.put(selection.query(), finding);
            }
        }
        findings = Map.copyOf(kept);
    }
}
