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

/** What the selections are known to find. The reload thread changes it, and any thread may read it. */
public final class Selections {
    private final SelectionReader reader;
    private volatile Map<Query, Finding> findings;

    private Selections(SelectionReader reader, Map<Query, Finding> findings) {
        this.reader = reader;
        this.findings = Map.copyOf(findings);
    }

    /** The selections of the file, with what the process before knew of them. */
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

    /** Whether every selection of the file has been read. */
    boolean knowAll(Config file) {
        return file.selections().stream().map(SelectionConfig::query).allMatch(findings::containsKey);
    }

    /** The file with what is known. */
    public Expansion expand(Config file) {
        return Expansion.of(file, findings);
    }

    /** How many services of each selection are in effect, by the selection's label. */
    Map<String, Integer> counts(Config file) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (SelectionConfig selection : file.selections()) {
            Finding finding = findings.get(selection.query());
            counts.put(
                    selection.label(), finding == null ? 0 : finding.services().size());
        }
        return counts;
    }

    /** What is known after these readings. Selections that are not among them keep what they had. */
    Map<Query, Finding> after(Map<Query, List<FoundService>> readings) {
        Map<Query, Finding> after = new HashMap<>(findings);
        readings.forEach((query, read) -> after.put(query, Finding.after(findings.get(query), read)));
        return after;
    }

    /** Returns what is known now, with the postponed ones among these findings, which keep their services. */
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
     * Returns what is known of the selections of a new file. It reads the selections that the file in effect does not
     * have, and takes as long as the limited request rates ask for.
     *
     * @param before the file in effect. A selection that is in both files is not read, even if it never was
     * @throws ApiFailure if a new selection cannot be read
     */
    Map<Query, Finding> read(Config file, Config before) {
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
        return after(readings);
    }

    /** Takes over what is known. Nothing is kept of selections that the file no longer has. */
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
