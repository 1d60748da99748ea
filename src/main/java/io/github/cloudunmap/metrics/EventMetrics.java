package io.github.cloudunmap.metrics;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Counts the messages from the queues of EC2's events, and measures how fast events lead to removals. Any thread may
 * call it.
 */
public final class EventMetrics {
    private static final double SECOND_IN_NANOS = 1e9;
    /**
     * How many error codes get a series of their own. AWS has far fewer, but a server in its place can invent any
     * number.
     */
    private static final int MOST_CODES = 50;

    private static final String OTHER_CODE = "other";
    private static final Pattern CODE = Pattern.compile("[\\w.]{1,64}");

    private final Counter events;
    private final Counter errors;
    private final Set<String> codes = ConcurrentHashMap.newKeySet();
    private final Gauge lastReceive;
    private final Histogram age;
    private final Histogram removalDelay;

    /** The result of a message, or {@link #FAILED} if a request to the queue has failed. */
    public enum Result {
        /** A service lists the instance, so an early pass checks it. */
        MATCHED,
        /** No service that reads the event's region lists the instance. */
        UNKNOWN_INSTANCE,
        /** The message is an event, but not about the state of an instance. */
        FOREIGN,
        /** The message cannot be read as an event, or a defect of this program ended its handling. */
        UNREADABLE,
        /** The queue could not be read, or a message could not be deleted. */
        FAILED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public EventMetrics(CollectorRegistry registry) {
        events = Counter.build(
                        "aws_cloud_unmap_events_total",
                        "Messages from a queue of events by what became of them, and failed requests to it")
                .labelNames("queue", "result")
                .register(registry);
        errors = Counter.build(
                        "aws_cloud_unmap_queue_errors_total",
                        "Failed requests to a queue of events by their error code")
                .labelNames("queue", "code")
                .register(registry);
        lastReceive = Gauge.build(
                        "aws_cloud_unmap_queue_last_receive_timestamp_seconds",
                        "When the queue was last read with success, in seconds since 1970; 0 if never")
                .labelNames("queue")
                .register(registry);
        age = Histogram.build("aws_cloud_unmap_event_age_seconds", "How old events were when they were received")
                .buckets(0.5, 1, 2, 3, 5, 10, 30, 60, 120, 300)
                .register(registry);
        removalDelay = Histogram.build(
                        "aws_cloud_unmap_removal_delay_seconds",
                        "From the time that the event of an instance's end names to the removal of its registration")
                .buckets(0.5, 1, 2, 3, 4, 5, 7.5, 10, 15, 30, 60, 120, 300)
                .register(registry);
    }

    /** Adds the series of a queue, all at zero. */
    public void add(String queue) {
        lastReceive.labels(queue);
        errors.labels(queue, OTHER_CODE);
        for (Result result : Result.values()) {
            events.labels(queue, result.toString());
        }
    }

    /** Notes that the queue was read with success. */
    public void received(String queue, Instant at) {
        lastReceive.labels(queue).set((double) at.getEpochSecond());
    }

    public void taken(String queue, Result result) {
        events.labels(queue, result.toString()).inc();
    }

    /** Counts a failed request to a queue, in all and by its error code. */
    public void failed(String queue, String code) {
        taken(queue, Result.FAILED);
        boolean isKnown = CODE.matcher(code).matches()
                && (codes.contains(code) || (codes.size() < MOST_CODES && codes.add(code)));
        errors.labels(queue, isKnown ? code : OTHER_CODE).inc();
    }

    /** Notes how old an event was when it was received. */
    public void age(Duration old) {
        age.observe(seconds(old));
    }

    /** Notes the time from the end of an instance to the end of the pass that removed its registration. */
    public void removed(Duration delay) {
        removalDelay.observe(seconds(delay));
    }

    /**
     * Returns the duration in seconds, or zero if the duration is negative. A duration can be negative,
     * because its beginning and its end are read from two clocks.
     */
    private static double seconds(Duration duration) {
        // toNanos() would overflow after 292 years. The time of an event comes from outside the program, so it can be
        // any time, however long ago.
        return Math.max(0, duration.getSeconds() + duration.getNano() / SECOND_IN_NANOS);
    }
}
