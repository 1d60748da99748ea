package io.github.cloudunmap.daemon;

import io.github.cloudunmap.config.Config;
import io.github.cloudunmap.config.ServiceConfig;
import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.RemovalJournal;
import io.github.cloudunmap.reconcile.TimeSource;
import io.github.cloudunmap.state.Journal;
import io.github.cloudunmap.state.JournaledService;
import io.github.cloudunmap.state.Memory;
import io.github.cloudunmap.state.MemoryStore;
import io.github.cloudunmap.state.StateObserver;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gives each service its journal, and holds the memory that lies in the same state directory. The state directory is
 * opened and locked for the first service that may remove registrations. A dry run does not touch it. Without a state
 * directory there is neither journal nor memory.
 */
final class Journals implements AutoCloseable {
    private final Config config;
    private final TimeSource time;
    private final StateObserver observer;
    private @Nullable Journal journal;
    private @Nullable MemoryStore memory;
    private @Nullable Memory before;
    private boolean hasStarted;

    /** @param config names the state directory. A reload cannot change the directory */
    Journals(Config config, TimeSource time, StateObserver observer) {
        this.config = config;
        this.time = time;
        this.observer = observer;
    }

    /**
     * Opens the state directory if one of the services may remove registrations.
     *
     * @return the memory of the previous process; empty if the state directory is not opened, or has no memory that
     *     can be read
     * @throws ApiFailure if the state directory cannot be used
     */
    synchronized Optional<Memory> load(List<ServiceConfig> services) {
        services.forEach(this::of);
        hasStarted = true;
        return Optional.ofNullable(before);
    }

    /** Returns the store of {@code memory.json}; empty until a service or a selection may remove registrations. */
    synchronized Optional<MemoryStore> memory() {
        return Optional.ofNullable(memory);
    }

    /** @throws ApiFailure if the state directory cannot be used */
    synchronized RemovalJournal of(ServiceConfig service) {
        String directory = config.stateDirectory();
        if (directory == null || service.dryRun()) {
            return RemovalJournal.NONE;
        }
        Journal opened = journal;
        if (opened == null) {
            opened = open(Path.of(directory));
        }
        return opened.of(new JournaledService(
                service.serviceId(),
                service.serviceRegion(),
                service.instancesRegions(),
                service.roleArn(),
                service.externalId(),
                service.addresses()));
    }

    private Journal open(Path directory) {
        Journal opened = Journal.open(directory, config.journalRetention(), time, observer);
        try {
            MemoryStore store = opened.memory();
            before = opened.load(store).orElse(null);
            refuseMemoryAfterTheStart(directory);
            memory = store;
            journal = opened;
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    /**
     * Refuses to end a dry run by a reload if an earlier process has left its memory. The passes of this process have
     * read the regions without that memory. So they would trust a region that the memory shows as suspect, and the
     * next save would overwrite the memory.
     */
    private void refuseMemoryAfterTheStart(Path directory) {
        if (hasStarted && before != null) {
            throw new ApiFailure(
                    "StateDirectory",
                    "state directory " + directory + " holds the memory of an earlier process, which only a start takes"
                            + " over; restart the program to end the dry run");
        }
    }

    @Override
    public synchronized void close() {
        if (journal != null) {
            journal.close();
        }
    }
}
