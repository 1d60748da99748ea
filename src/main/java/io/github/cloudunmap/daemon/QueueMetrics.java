package io.github.cloudunmap.daemon;

import io.github.cloudunmap.metrics.EventMetrics;
import io.github.cloudunmap.metrics.EventMetrics.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/** Counts the messages from the queues of events, and shows whether the queues can be read. Any thread may call it. */
record QueueMetrics(EventMetrics metrics, StatusFeed status) {
    /** Adds a queue with all counts at zero. */
    void add(String queue) {
        metrics.add(queue);
        status.addQueue(queue, Stream.of(Result.values()).map(Result::toString).toList());
    }

    void received(String queue, Instant at) {
        metrics.received(queue, at);
        status.queueRead(queue, at);
    }

    void taken(String queue, Result result) {
        metrics.taken(queue, result);
        status.queueTaken(queue, result.toString());
    }

    void age(Duration old) {
        metrics.age(old);
    }

    /**
     * The queue could not be read, or a message could not be deleted.
     *
     * @param canBeRead true if messages were read but could not be deleted; false if the queue could not be read
     */
    void failed(String queue, String code, String message, boolean canBeRead) {
        metrics.failed(queue, code);
        status.queueTaken(queue, Result.FAILED.toString());
        status.queueFailed(queue, code, message, canBeRead);
    }

    /** The failure is over: the queue can be read again, or its messages can be deleted again. */
    void recovered(String queue) {
        status.queueRecovered(queue);
    }
}
