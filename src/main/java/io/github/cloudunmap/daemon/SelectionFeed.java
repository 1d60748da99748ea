package io.github.cloudunmap.daemon;

import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.SelectionConfig;
import io.github.cloudunmap.config.SelectionConfig.Query;
import io.github.cloudunmap.metrics.SelectionMetrics;
import io.github.cloudunmap.metrics.SelectionMetrics.Result;
import io.github.cloudunmap.reconcile.TimeSource;
import io.github.cloudunmap.selection.Finding;
import io.github.cloudunmap.selection.FoundService;
import io.github.cloudunmap.text.Redaction;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows the selections in metrics and status. Any thread may call it. */
final class SelectionFeed implements SelectionObserver {
    private static final Logger LOG = LoggerFactory.getLogger(SelectionFeed.class);

    private final SelectionMetrics metrics;
    private final StatusFeed status;
    private final TimeSource time;
    /** Guarded by this. */
    private final Set<String> shown = new HashSet<>();

    SelectionFeed(SelectionMetrics metrics, StatusFeed status, TimeSource time) {
        this.metrics = metrics;
        this.status = status;
        this.time = time;
    }

    @Override
    public synchronized void show(Map<String, Integer> services) {
        Set<String> gone = new HashSet<>(shown);
        gone.removeAll(services.keySet());
        gone.forEach(selection -> {
            metrics.remove(selection);
            status.removeSelection(selection);
        });
        services.forEach((selection, inEffect) -> {
            metrics.services(selection, inEffect);
            status.showSelection(selection, inEffect);
        });
        shown.clear();
        shown.addAll(services.keySet());
    }

    @Override
    public void taken(Config file, Map<Query, List<FoundService>> readings, Map<Query, Finding> findings) {
        for (SelectionConfig selection : read(file, readings.keySet())) {
            Finding finding = findings.getOrDefault(selection.query(), new Finding(List.of(), false));
            if (!finding.isPostponed()) {
                read(selection.label(), Result.TAKEN, "");
                continue;
            }
            String why = "it finds "
                    + readings.getOrDefault(selection.query(), List.of()).size()
                    + " services, and less than half of the "
                    + finding.services().size()
                    + " that it had; it keeps these until the next reading says so again";
            LOG.atWarn().addKeyValue("selection", selection.label()).log("Selection {}: {}", selection.label(), why);
            read(selection.label(), Result.POSTPONED, why);
        }
    }

    @Override
    public void refused(Config file, Set<Query> queries, String why) {
        LOG.error("What the selections find is not taken over, and what is in effect stays so: {}", why);
        read(file, queries).forEach(selection -> read(selection.label(), Result.REFUSED, why));
    }

    /** The selection could not be read. */
    void failed(String selection, String why) {
        read(selection, Result.FAILED, why);
    }

    private static List<SelectionConfig> read(Config file, Set<Query> queries) {
        return file.selections().stream()
                .filter(selection -> queries.contains(selection.query()))
                .toList();
    }

    private synchronized void read(String selection, Result result, String why) {
        // A reload may have removed the selection since it was read.
        if (shown.contains(selection)) {
            metrics.read(selection, result, time.now());
            status.readSelection(selection, Redaction.of(why));
        }
    }
}
