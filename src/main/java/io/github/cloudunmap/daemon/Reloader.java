package io.github.cloudunmap.daemon;

import io.github.cloudunmap.aws.AwsBackend;
import io.github.cloudunmap.aws.AwsRegions;
import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.ConfigChange;
import io.github.cloudunmap.config.ConfigSource;
import io.github.cloudunmap.config.InvalidConfigException;
import io.github.cloudunmap.config.LoadedConfig;
import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.config.Suggestion;
import io.github.cloudunmap.fleet.DirectorySettings;
import io.github.cloudunmap.logging.Logging;
import io.github.cloudunmap.reconcile.ApiFailure;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the configuration again, and takes over every change that needs no restart. If the configuration has a
 * problem, or a role or a selection of it cannot be used, takes over nothing. Not thread-safe, except for
 * {@link #takenOver()}.
 */
final class Reloader {
    private static final Logger LOG = LoggerFactory.getLogger(Reloader.class);

    private final ConfigSource source;
    private final ActiveConfig active;
    private final Workers workers;
    private final AwsBackend aws;
    private final Monitoring monitoring;
    /**
     * The configuration at the start. A setting that takes effect only at a restart keeps the value that it has here.
     */
    private final Config atStart;

    private volatile Optional<String> takenOver;

    /** @param initial the configuration in effect */
    Reloader(
            ConfigSource source,
            LoadedConfig initial,
            ActiveConfig active,
            Workers workers,
            AwsBackend aws,
            Monitoring monitoring) {
        this.source = source;
        this.atStart = initial.config();
        this.takenOver = Optional.of(initial.sha256());
        this.active = active;
        this.workers = workers;
        this.aws = aws;
        this.monitoring = monitoring;
    }

    /**
     * Returns the digest of the file in effect; empty during a reload, and if the latest reload failed. Any thread may
     * call it.
     */
    Optional<String> takenOver() {
        return takenOver;
    }

    /**
     * Reloads the configuration. If it cannot be taken over, nothing changes and the log says why.
     *
     * @return whether the configuration was taken over
     */
    boolean reload() {
        takenOver = Optional.empty();
        try {
            LoadedConfig read = source.load();
            ActiveConfig.Candidate next = active.candidate(read);
            assumeNewRoles(next.change());
            takeOver(next);
            takenOver = Optional.of(read.sha256());
            monitoring.reloaded(read, next.change().toString());
            return true;
        } catch (InvalidConfigException e) {
            e.problems().forEach(problem -> LOG.error("{}", problem));
            LOG.error("Not reloaded: the configuration has problems, and the old one stays in effect");
            monitoring.notReloaded(e.problems().stream().map(Object::toString).collect(Collectors.joining("; ")));
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
        Set<String> known =
                active.current().services().stream().map(Reloader::role).collect(Collectors.toSet());
        change.addedAndChanged().stream()
                .filter(service -> known.add(role(service)))
                .forEach(aws::assumeRole);
    }

    private static String role(ServiceConfig service) {
        return service.roleArn() + " " + service.externalId();
    }

    private void takeOver(ActiveConfig.Candidate next) {
        Config config = next.expanded();
        warnOfWhatNeedsARestart(config);
        warnOfUnknownRegions(next.change().addedAndChanged());
        // The step that can fail comes first, so that a failure changes nothing.
        active.takeOver(next);
        Logging.configure(config.logLevel(), config.logFormat());
        workers.resize(config.workers());
        aws.useDirectorySettings(DirectorySettings.of(config));
        aws.limitLists(config.listRate());
        LOG.info("Reloaded: {}", next.change());
    }

    /**
     * Warns of changed settings that take effect only at a restart. The warning comes again at later reloads, until
     * the restart or until the file has the old values again.
     */
    private void warnOfWhatNeedsARestart(Config config) {
        List<String> changed = ConfigChange.between(atStart, config).settings();
        List.of("prometheus", "state-directory", "journal-retention", "events").stream()
                .filter(changed::contains)
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
