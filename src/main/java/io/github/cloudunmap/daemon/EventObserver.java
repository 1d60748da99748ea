package io.github.cloudunmap.daemon;

import io.github.cloudunmap.events.ServiceEvents;
import io.github.cloudunmap.reconcile.ReconcileReport;
import java.time.Duration;
import java.util.function.Consumer;

/** Hears the end of every pass, for what events have asked of its service. Called under the controller's lock. */
@FunctionalInterface
public interface EventObserver {
    /** Without queues, no list of instances is kept. */
    EventObserver NONE = (events, report, now) -> {};

    /** @param delays hears how long after the end of its instance each registration was removed */
    static EventObserver of(Consumer<Duration> delays) {
        return (events, report, now) -> events.ended(report, now).forEach(delays);
    }

    /** @param now in the nanoseconds of {@link io.github.cloudunmap.reconcile.TimeSource#nanos()} */
    void ended(ServiceEvents events, ReconcileReport report, long now);
}
