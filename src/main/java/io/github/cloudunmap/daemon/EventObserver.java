package io.github.cloudunmap.daemon;

import io.github.cloudunmap.events.ServiceEvents;
import io.github.cloudunmap.reconcile.ReconcileReport;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Is told of the end of every pass, so that a service knows which events the pass has answered. Called under the
 * controller's lock.
 */
@FunctionalInterface
public interface EventObserver {
    /** For a program without queues of events: it keeps no list of a service's instances. */
    EventObserver NONE = (events, report, now) -> {};

    /**
     * @param delays receives, for each removal that an event asked for, the time from the end of the instance to the
     *     removal
     */
    static EventObserver of(Consumer<Duration> delays) {
        return (events, report, now) -> events.ended(report, now).forEach(delays);
    }

    /** @param now in the nanoseconds of {@link io.github.cloudunmap.reconcile.TimeSource#nanos()} */
    void ended(ServiceEvents events, ReconcileReport report, long now);
}
