package io.github.cloudunmap.daemon;

import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.RemovalJournal;
import io.github.cloudunmap.reconcile.TimeSource;
import io.github.cloudunmap.state.Journal;
import io.github.cloudunmap.state.JournaledService;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The journals of the services. The state directory is opened, and locked, for the first service that may remove
 * something: a dry run leaves it alone. Without a state directory there are none.
 */
final class Journals implements AutoCloseable {
    private final Config config;
    private final TimeSource time;
    private @Nullable Journal journal;

    /** @param config whose state directory is used, whatever a reload says later */
    Journals(Config config, TimeSource time) {
        this.config = config;
        this.time = time;
    }

    /** @throws ApiFailure if the state directory cannot be used */
    synchronized RemovalJournal of(ServiceConfig service) {
        String directory = config.stateDirectory();
        if (directory == null || service.dryRun()) {
            return RemovalJournal.NONE;
        }
        if (journal == null) {
            journal = Journal.open(Path.of(directory), config.journalRetention(), time);
        }
        return journal.of(new JournaledService(
                service.serviceId(),
                service.serviceRegion(),
                service.instancesRegions(),
                service.roleArn(),
                service.externalId()));
    }

    @Override
    public synchronized void close() {
        if (journal != null) {
            journal.close();
        }
    }
}
