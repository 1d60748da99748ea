package io.github.cloudunmap.daemon;

import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.ConfigChange;
import io.github.cloudunmap.config.InvalidConfigException;
import io.github.cloudunmap.config.LoadedConfig;
import io.github.cloudunmap.config.SelectionConfig.Query;
import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.selection.Expansion;
import io.github.cloudunmap.selection.Finding;
import io.github.cloudunmap.selection.FoundService;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration in effect, with the services that its selections find. A reload takes effect as a whole or not at
 * all. The readings of selections that one call of {@link #expand} receives also take effect all together or not at
 * all. Only postponed readings are left out: their selections keep their earlier services. Not thread-safe, except for
 * {@link #file()} and {@link #current()}.
 */
public final class ActiveConfig {
    private static final Logger LOG = LoggerFactory.getLogger(ActiveConfig.class);

    /**
     * A valid configuration that can replace the one in effect.
     *
     * @param file the configuration without the services that its selections find
     * @param readings the services that its new selections find, as just read
     * @param expanded the configuration with the services that its selections are known to find: those just read, and
     *     those of earlier readings
     * @param change the differences between the configuration in effect and {@code expanded}
     */
    public record Candidate(
            Config file, Map<Query, List<FoundService>> readings, Config expanded, ConfigChange change) {
        public Candidate {
            readings = Map.copyOf(readings);
        }
    }

    private final @Nullable String fileName;
    private final Selections selections;
    private final Controller controller;
    private final SelectionObserver observer;
    private final Function<ServiceConfig, BoundService> opening;
    private volatile Config file;
    private volatile Config current;
    /** Whether the program has tried at least once to read every selection, with or without success. */
    private boolean hasExpanded;

    /**
     * @param read the configuration without the services that its selections find
     * @param current the same configuration with the services that its selections are known to find
     * @param opening makes a service from its settings, and opens the service's access to AWS
     */
    public ActiveConfig(
            LoadedConfig read,
            Config current,
            Selections selections,
            Controller controller,
            SelectionObserver observer,
            Function<ServiceConfig, BoundService> opening) {
        this.fileName = read.file();
        this.file = read.config();
        this.current = current;
        this.selections = selections;
        this.controller = controller;
        this.observer = observer;
        this.opening = opening;
        observer.show(selections.counts(this.file));
    }

    /** Returns the configuration in effect without the services that its selections find. Any thread may call it. */
    public Config file() {
        return file;
    }

    /** Returns the configuration in effect with the services that its selections find. Any thread may call it. */
    public Config current() {
        return current;
    }

    /**
     * Prepares a new configuration, and reads its new selections. Changes nothing that is in effect.
     *
     * @throws InvalidConfigException if the services that its selections find cannot take effect
     * @throws ApiFailure if a new selection cannot be read
     */
    public Candidate candidate(LoadedConfig read) throws InvalidConfigException {
        Map<Query, List<FoundService>> readings = selections.read(read.config(), file);
        Expansion expansion = Expansion.of(read.config(), selections.after(readings));
        if (!expansion.problems().isEmpty()) {
            throw invalid(expansion.problems());
        }
        return new Candidate(
                read.config(), readings, expansion.config(), ConfigChange.between(current, expansion.config()));
    }

    /**
     * Puts a prepared configuration into effect. Between {@link #candidate} and this call, the caller must not put
     * another configuration or any readings of selections into effect.
     */
    public void takeOver(Candidate next) {
        apply(next.change, false);
        current = next.expanded;
        file = next.file;
        use(next.readings, selections.after(next.readings));
    }

    /**
     * Puts the services that selections find into effect. If they cannot take effect, no service changes. Then this
     * method throws an exception, or tells the observer the reason.
     *
     * @throws InvalidConfigException if this is the first call, two selections find the same service, and no reading
     *     is in effect yet, not even one from {@code memory.json}. In all other cases, the observer is told
     */
    public void expand(Map<Query, List<FoundService>> readings) throws InvalidConfigException {
        boolean isStart = !hasExpanded && selections.findings().isEmpty();
        hasExpanded = true;
        Map<Query, Finding> findings = selections.after(readings);
        Expansion expansion = Expansion.of(file, findings);
        if (isStart && !expansion.overlaps().isEmpty()) {
            throw invalid(expansion.overlaps());
        } else if (!expansion.problems().isEmpty()) {
            refuse(readings.keySet(), findings, String.join("; ", expansion.problems()));
            return;
        }
        ConfigChange change = ConfigChange.between(current, expansion.config());
        try {
            apply(change, true);
        } catch (RuntimeException e) {
            refuse(readings.keySet(), findings, ApiFailure.messageOf(e));
            return;
        }
        current = expansion.config();
        use(readings, findings);
        if (!change.isEmpty()) {
            LOG.info("Selections: {}", change.ofSelections());
        }
    }

    /**
     * Leaves all services as they are, because these readings cannot take effect. Notes only which of the readings are
     * postponed, so that the next reading of the same selection is not postponed again.
     *
     * <p>Without this note, it could happen that readings never take effect. Suppose that most services of one
     * selection now belong to another selection. The first selection finds less than half of its services, so its
     * reading is postponed, and it keeps its earlier services. The second selection finds the same services. Two
     * selections must not have the same service, so neither reading takes effect. The next readings would end in the
     * same way.
     */
    private void refuse(Set<Query> read, Map<Query, Finding> findings, String why) {
        selections.use(file, selections.postponedAmong(findings));
        observer.refused(file, read, why);
    }

    /** Takes over these findings, and tells the observer how many services of each selection are in effect. */
    private void use(Map<Query, List<FoundService>> readings, Map<Query, Finding> findings) {
        selections.use(file, findings);
        observer.show(selections.counts(file));
        observer.taken(file, readings, selections.findings());
    }

    private InvalidConfigException invalid(List<String> problems) {
        return InvalidConfigException.of(Objects.requireNonNullElse(fileName, "the configuration"), problems);
    }

    /**
     * Makes the added and the changed services, each with its access to AWS, and hands all changes to the controller.
     */
    private void apply(ConfigChange change, boolean keepsStates) {
        List<BoundService> opened = open(change.addedAndChanged());
        int added = change.added().size();
        controller.apply(opened.subList(0, added), opened.subList(added, opened.size()), change.removed(), keepsStates);
    }

    /** Opens all of these services, or none. */
    private List<BoundService> open(Collection<ServiceConfig> services) {
        List<BoundService> opened = new ArrayList<>();
        try {
            services.forEach(service -> opened.add(opening.apply(service)));
            return opened;
        } catch (RuntimeException e) {
            opened.forEach(BoundService::close);
            throw e;
        }
    }
}
