package io.github.cloudunmap.daemon;

import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.SelectionConfig.Query;
import io.github.cloudunmap.selection.Finding;
import io.github.cloudunmap.selection.FoundService;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Is told which readings of selections (queries of Cloud Map for their services) take effect. */
public interface SelectionObserver {
    /**
     * These selections are in effect, and no others.
     *
     * @param services how many services each selection is known to find, by the label of the selection
     */
    void show(Map<String, Integer> services);

    /**
     * These readings have taken effect, except for those that are postponed.
     *
     * @param readings the services that were found, by selection
     * @param findings the services in effect and whether the latest reading is postponed, by selection
     */
    void taken(Config file, Map<Query, List<FoundService>> readings, Map<Query, Finding> findings);

    /**
     * The readings of these selections could not take effect.
     *
     * @param why the reason, in words
     */
    void refused(Config file, Set<Query> queries, String why);
}
