package io.github.cloudunmap.daemon;

import io.github.cloudunmap.events.ServiceEvents;
import io.github.cloudunmap.reconcile.ReconcileReport;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Receives the report of every pass, together with what EC2's state-change events have told about the instances of the
 * pass's service. Called under the controller's lock.
 */
@FunctionalInterface
public interface EventObserver {
    /** Does nothing: without queues, there are no state-change events. */
    EventObserver NONE = (events, report, now) -> {};

    /**
     * @param delays receives the times from the end of an instance, as an event has told it, to the end of the pass
     *     that removed its registration
     */
    static EventObserver of(Consumer<Duration> delays) {
        return (events, report, now) -> events.ended(report, now).forEach(delays);
    }

    /** @param now in the nanoseconds of {@link io.github.cloudunmap.reconcile.TimeSource#nanos()} */
    void ended(ServiceEvents events, ReconcileReport report, long now);
}
