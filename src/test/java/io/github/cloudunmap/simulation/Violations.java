package io.github.cloudunmap.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rules that were broken in one run. */
final class Violations {
    private final Scheduler scheduler;
    private final List<String> all = new ArrayList<>();

    Violations(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    void add(String rule, String what) {
        String violation = rule + " at " + Duration.ofNanos(scheduler.now()) + ": " + what;
        scheduler.tell(() -> "VIOLATION " + violation);
        all.add(violation);
    }

    Optional<String> first() {
        return all.stream().findFirst();
    }

    List<String> all() {
        return List.copyOf(all);
    }
}
