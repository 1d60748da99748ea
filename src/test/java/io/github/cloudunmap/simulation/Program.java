package io.github.cloudunmap.simulation;

import io.github.cloudunmap.events.Event.StateChange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * One of the programs that may work on the same services: its configuration, and the process that runs with it now.
 */
final class Program {
    private final Map<String, ServiceSettings> configuration = new LinkedHashMap<>();
    private final Function<List<ServiceSettings>, ProgramRun> starting;
    private ProgramRun run;

    /** @param starting makes a process that runs with these settings */
    Program(List<ServiceSettings> first, Function<List<ServiceSettings>, ProgramRun> starting) {
        first.forEach(service -> configuration.put(service.serviceId(), service));
        this.starting = starting;
        this.run = starting.apply(services());
    }

    List<ServiceSettings> services() {
        return List.copyOf(configuration.values());
    }

    boolean isRunning(Scheduler scheduler) {
        return scheduler.isRunning(run.watch().process());
    }

    Watch watch() {
        return run.watch();
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
        run = starting.apply(services());
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

    void reload(int workers) {
        run.reload(services(), workers);
    }
}
