package io.github.cloudunmap.daemon;

import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.SelectionConfig.Query;
import io.github.cloudunmap.selection.Finding;
import io.github.cloudunmap.selection.FoundService;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Is told what becomes of the readings of selections. */
public interface SelectionObserver {
    /**
     * These selections are in effect, and no others.
     *
     * @param services how many services of each selection are in effect, by its label
     */
    void show(Map<String, Integer> services);

    /** What these readings found is in effect, unless the finding of a selection is postponed. */
    void taken(Config file, Map<Query, List<FoundService>> readings, Map<Query, Finding> findings);

    /**
     * What these selections find now could not be taken over.
     *
     * @param why the reason, in words
     */
    void refused(Config file, Set<Query> queries, String why);
}
