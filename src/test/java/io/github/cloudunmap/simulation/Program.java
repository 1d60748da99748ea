package io.github.cloudunmap.simulation;

import io.github.cloudunmap.events.Event.StateChange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * One of the programs that may work on the same services: its configuration, and the process that runs with it now.
 */
final class Program {
    private final Map<String, ServiceSettings> configuration = new LinkedHashMap<>();
    /** What its file has beside the services that it lists. */
    private ConfigFile rest;

    private final Function<ConfigFile, ProgramRun> starting;
    private ProgramRun run;

    /** @param starting makes a process that runs with this file */
    Program(ConfigFile first, Function<ConfigFile, ProgramRun> starting) {
        first.services().forEach(this::set);
        this.rest = first;
        this.starting = starting;
        this.run = starting.apply(file());
    }

    /** The services that its file lists. */
    List<ServiceSettings> services() {
        return List.copyOf(configuration.values());
    }

    ConfigFile file() {
        return new ConfigFile(services(), rest.selections(), rest.selectInterval(), rest.maxServices());
    }

    boolean isRunning(Scheduler scheduler) {
        return scheduler.isRunning(run.watch().process());
    }

    Watch watch() {
        return run.watch();
    }

    /** Whether its process ends because of what its selections find. */
    boolean hasEnded() {
        return run.hasEnded();
    }

    void happened(StateChange change) {
        run.happened(change);
    }

    void restart(boolean gracefully) {
        if (gracefully) {
            run.stop();
        } else {
            run.kill();
        }
        run = starting.apply(file());
    }

    void drop(String service) {
        if (configuration.size() > 1) {
            takeOut(service);
        }
    }

    void takeOut(String service) {
        configuration.remove(service);
    }

    void set(ServiceSettings service) {
        configuration.put(service.serviceId(), service);
    }

    /** @param change of all but the services that are listed */
    void change(UnaryOperator<ConfigFile> change) {
        rest = change.apply(file());
    }

    void reload(int workers) {
        run.reload(file(), workers);
    }
}
