package io.github.cloudunmap.daemon;

import io.github.cloudunmap.aws.AwsBackend;
import io.github.cloudunmap.aws.AwsRegions;
import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.ConfigChange;
import io.github.cloudunmap.config.ConfigSource;
import io.github.cloudunmap.config.InvalidConfigException;
import io.github.cloudunmap.config.LoadedConfig;
import io.github.cloudunmap.config.Problem;
import io.github.cloudunmap.config.SelectionConfig.Query;
import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.config.Suggestion;
import io.github.cloudunmap.fleet.DirectorySettings;
import io.github.cloudunmap.logging.Logging;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the configuration again, and takes it over as a whole or not at all. Not thread-safe, except for {@link
 * #current()} and {@link #loaded()}.
 */
final class Reloader {
    private static final Logger LOG = LoggerFactory.getLogger(Reloader.class);

    private final ConfigSource source;
    private final Controller controller;
    private final Workers workers;
    private final AwsBackend aws;
    private final Monitoring monitoring;
    private final Function<ServiceConfig, BoundService> opening;
    private final Selections selections;
    private volatile Config file;
    private volatile Config current;
    private volatile String loaded;

    /**
     * @param current the initial configuration with what its selections are known to find
     * @param opening binds a service's settings to its access to AWS
     */
    Reloader(
            ConfigSource source,
            LoadedConfig initial,
            Config current,
            Selections selections,
            Controller controller,
            Workers workers,
            AwsBackend aws,
            Monitoring monitoring,
            Function<ServiceConfig, BoundService> opening) {
        this.source = source;
        this.file = initial.config();
        this.current = current;
        this.selections = selections;
        this.loaded = initial.sha256();
        this.controller = controller;
        this.workers = workers;
        this.aws = aws;
        this.monitoring = monitoring;
        this.opening = opening;
        monitoring.selections().show(selections.counts(file));
    }

    /** The configuration in effect, as its file has it. Any thread may call it. */
    Config file() {
        return file;
    }

    /** The configuration in effect, with the services that its selections find. Any thread may call it. */
    Config current() {
        return current;
    }

    /** The digest of the configuration in effect. Any thread may call it. */
    String loaded() {
        return loaded;
    }

    /**
     * Reloads the configuration. If it cannot be taken over, nothing changes and the log says why.
     *
     * @return whether the configuration was taken over
     */
    boolean reload() {
        try {
            LoadedConfig read = source.load();
            Map<Query, Finding> findings = selections.read(read.config(), file);
            Expansion expansion = Expansion.of(read.config(), findings);
            if (!expansion.problems().isEmpty()) {
                throw invalid(read.file(), expansion.problems());
            }
            ConfigChange change = ConfigChange.between(current, expansion.config());
            assumeNewRoles(change);
            takeOver(expansion.config(), change);
            file = read.config();
            use(findings);
            loaded = read.sha256();
            monitoring.reloaded(read, change.toString());
            return true;
        } catch (InvalidConfigException e) {
            e.problems().forEach(problem -> LOG.error("{}", problem));
            LOG.error("Not reloaded: the configuration has problems, and the old one stays in effect");
            monitoring.notReloaded(String.valueOf(e.getMessage()));
        } catch (ApiFailure e) {
            LOG.atError()
                    .addKeyValue("error_code", e.code())
                    .setCause(e)
                    .log("Not reloaded: {}; the old configuration stays in effect", e.getMessage());
            monitoring.notReloaded(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("Not reloaded: {}; the old configuration stays in effect", e);
            monitoring.notReloaded(e.toString());
        }
        return false;
    }

    private void assumeNewRoles(ConfigChange change) {
        Set<String> known = current.services().stream().map(Reloader::role).collect(Collectors.toSet());
        addedAndChanged(change).stream()
                .filter(service -> known.add(role(service)))
                .forEach(aws::assumeRole);
    }

    private static String role(ServiceConfig service) {
        return service.roleArn() + " " + service.externalId();
    }

    /** Returns the added services first, then the changed ones. */
    private static Collection<ServiceConfig> addedAndChanged(ConfigChange change) {
        List<ServiceConfig> services = new ArrayList<>(change.added());
        services.addAll(change.changed().keySet());
        return services;
    }

    /**
     * Takes over what selections find, as a whole or not at all. If not, nothing has changed and the log says why.
     *
     * @throws InvalidConfigException if this is what the program starts with, and two selections find one service
     */
    void expand(Map<Query, List<FoundService>> readings) throws InvalidConfigException {
        boolean isStart = selections.findings().isEmpty();
        Map<Query, Finding> findings = selections.after(readings);
        Expansion expansion = Expansion.of(file, findings);
        if (isStart && !expansion.overlaps().isEmpty()) {
            throw invalid(null, expansion.overlaps());
        } else if (!expansion.problems().isEmpty()) {
            monitoring.selections().refused(file, readings.keySet(), String.join("; ", expansion.problems()));
            return;
        }
        ConfigChange change = ConfigChange.between(current, expansion.config());
        try {
            apply(change, true);
        } catch (RuntimeException e) {
            monitoring.selections().refused(file, readings.keySet(), ApiFailure.messageOf(e));
            return;
        }
        current = expansion.config();
        use(findings);
        monitoring.selections().taken(file, readings, selections.findings());
        if (!change.isEmpty()) {
            LOG.info("Selections: {}", change.ofSelections());
        }
    }

    /** Takes over what is known of the selections, and shows how many of their services are in effect. */
    private void use(Map<Query, Finding> findings) {
        selections.use(file, findings);
        monitoring.selections().show(selections.counts(file));
    }

    private static InvalidConfigException invalid(@Nullable String file, List<String> problems) {
        String source = Objects.requireNonNullElse(file, "the configuration");
        return new InvalidConfigException(problems.stream()
                .map(problem -> new Problem(source, 0, 0, "", problem))
                .toList());
    }

    /** Opens the new services, and gives all changes to the controller. */
    private void apply(ConfigChange change, boolean keepsStates) {
        List<BoundService> opened = open(addedAndChanged(change));
        int added = change.added().size();
        controller.apply(opened.subList(0, added), opened.subList(added, opened.size()), change.removed(), keepsStates);
    }

    private void takeOver(Config config, ConfigChange change) {
        warnOfWhatNeedsARestart(change);
        warnOfUnknownRegions(addedAndChanged(change));
        Logging.configure(config.logLevel(), config.logFormat());
        workers.resize(config.workers());
        aws.useDirectorySettings(DirectorySettings.of(config));
        aws.limitLists(config.listRate());
        apply(change, false);
        current = config;
        LOG.info("Reloaded: {}", change);
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

    private static void warnOfWhatNeedsARestart(ConfigChange change) {
        List.of("prometheus", "state-directory", "journal-retention", "events").stream()
                .filter(change.settings()::contains)
                .forEach(setting -> LOG.warn("{} has changed, which takes effect at the next restart only", setting));
    }

    static void warnOfUnknownRegions(Collection<ServiceConfig> services) {
        Set<String> known = AwsRegions.known();
        services.stream()
                .flatMap(service ->
                        Stream.concat(Stream.of(service.serviceRegion()), service.instancesRegions().stream()))
                .distinct()
                .filter(region -> !known.contains(region))
                .forEach(region -> LOG.atWarn()
                        .addKeyValue("region", region)
                        .log(
                                "Region {} is newer than this program's AWS SDK, or misspelt{}; it is used as given",
                                region,
                                Suggestion.of(region, known)));
    }
}
