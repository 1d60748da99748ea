package io.github.cloudunmap.daemon;

import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.ConfigChange;
import io.github.cloudunmap.config.InvalidConfigException;
import io.github.cloudunmap.config.LoadedConfig;
import io.github.cloudunmap.config.Problem;
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
 * The configuration in effect, and the services that its selections find. A reload or a reading of selections is taken
 * over as a whole or not at all. Not thread-safe, except for {@link #file()} and {@link #current()}.
 */
public final class ActiveConfig {
    private static final Logger LOG = LoggerFactory.getLogger(ActiveConfig.class);

    /**
     * A valid configuration that can replace the one in effect.
     *
     * @param findings what its selections find
     * @param expanded the configuration with the services that are found
     * @param change how it differs from the configuration in effect
     */
    public record Candidate(Config file, Map<Query, Finding> findings, Config expanded, ConfigChange change) {
        public Candidate {
            findings = Map.copyOf(findings);
        }
    }

    private final Selections selections;
    private final Controller controller;
    private final SelectionObserver observer;
    private final Function<ServiceConfig, BoundService> opening;
    private volatile Config file;
    private volatile Config current;
    /** Whether a first round of readings has come, complete or not. */
    private boolean hasExpanded;

    /**
     * @param current the file with what its selections are known to find
     * @param opening binds a service's settings to its access to AWS
     */
    public ActiveConfig(
            Config file,
            Config current,
            Selections selections,
            Controller controller,
            SelectionObserver observer,
            Function<ServiceConfig, BoundService> opening) {
        this.file = file;
        this.current = current;
        this.selections = selections;
        this.controller = controller;
        this.observer = observer;
        this.opening = opening;
        observer.show(selections.counts(file));
    }

    /** The configuration in effect, as its file has it. Any thread may call it. */
    public Config file() {
        return file;
    }

    /** The configuration in effect, with the services that its selections find. Any thread may call it. */
    public Config current() {
        return current;
    }

    /**
     * Reads the selections that are new in this configuration, and changes nothing.
     *
     * @throws InvalidConfigException if what its selections find cannot be taken over
     * @throws ApiFailure if a new selection cannot be read
     */
    public Candidate candidate(LoadedConfig read) throws InvalidConfigException {
        Map<Query, Finding> findings = selections.read(read.config(), file);
        Expansion expansion = Expansion.of(read.config(), findings);
        if (!expansion.problems().isEmpty()) {
            throw invalid(read.file(), expansion.problems());
        }
        return new Candidate(
                read.config(), findings, expansion.config(), ConfigChange.between(current, expansion.config()));
    }

    /** Takes over a configuration. Nothing may have been taken over since it was read. */
    public void takeOver(Candidate next) {
        apply(next.change, false);
        current = next.expanded;
        file = next.file;
        use(next.findings);
    }

    /**
     * Takes over what selections find. If it cannot be taken over, no service changes and the observer is told why.
     *
     * @throws InvalidConfigException if these are the first readings of the process, nothing was known before, and two
     *     selections find one service
     */
    public void expand(Map<Query, List<FoundService>> readings) throws InvalidConfigException {
        boolean isStart = !hasExpanded && selections.findings().isEmpty();
        hasExpanded = true;
        Map<Query, Finding> findings = selections.after(readings);
        Expansion expansion = Expansion.of(file, findings);
        if (isStart && !expansion.overlaps().isEmpty()) {
            throw invalid(null, expansion.overlaps());
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
        use(findings);
        observer.taken(file, readings, selections.findings());
        if (!change.isEmpty()) {
            LOG.info("Selections: {}", change.ofSelections());
        }
    }

    /**
     * Remembers only which selections are postponed. What the others find may be too much just because the postponed
     * ones keep their services, so the next reading has to know which ones may let theirs go.
     */
    private void refuse(Set<Query> read, Map<Query, Finding> findings, String why) {
        selections.use(file, selections.postponedAmong(findings));
        observer.refused(file, read, why);
    }

    /** Takes over what is known of the selections, and shows how many of their services are in effect. */
    private void use(Map<Query, Finding> findings) {
        selections.use(file, findings);
        observer.show(selections.counts(file));
    }

    private static InvalidConfigException invalid(@Nullable String file, List<String> problems) {
        String source = Objects.requireNonNullElse(file, "the configuration");
        return new InvalidConfigException(problems.stream()
                .map(problem -> new Problem(source, 0, 0, "", problem))
                .toList());
    }

    /** Opens the new services, and gives all changes to the controller. */
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
