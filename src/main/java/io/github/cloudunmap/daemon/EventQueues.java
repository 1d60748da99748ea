package io.github.cloudunmap.daemon;

import io.github.cloudunmap.aws.AwsBackend;
import io.github.cloudunmap.config.EventQueueConfig;
import io.github.cloudunmap.events.Event.StateChange;
import io.github.cloudunmap.events.EventQueue;
import io.github.cloudunmap.process.NamedThreads;
import io.github.cloudunmap.reconcile.TimeSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/** Reads the queues of events, each on a thread of its own. */
final class EventQueues implements AutoCloseable {
    private final List<EventQueue> queues;
    private final List<QueuePoller> pollers;
    private final ExecutorService threads = Executors.newCachedThreadPool(new NamedThreads("events"));

    /**
     * Opens the queues. No message is received yet.
     *
     * @param listener asks for the early passes that an event causes, and returns how many services the event concerns
     * @param fatal ends the process after a JVM error
     * @throws StartupException if the AWS settings of the environment cannot be used for a queue
     */
    static EventQueues open(
            List<EventQueueConfig> queues,
            AwsBackend aws,
            ToIntFunction<StateChange> listener,
            QueueMetrics metrics,
            TimeSource time,
            Consumer<Error> fatal)
            throws StartupException {
        return new EventQueues(
                StartupException.ifUnusable(() -> queues.stream().map(aws::open).toList()),
                listener,
                metrics,
                time,
                fatal);
    }

    private EventQueues(
            List<EventQueue> queues,
            ToIntFunction<StateChange> listener,
            QueueMetrics metrics,
            TimeSource time,
            Consumer<Error> fatal) {
        this.queues = List.copyOf(queues);
        this.pollers = queues.stream()
                .map(queue -> new QueuePoller(queue, listener, metrics, time, fatal))
                .toList();
    }

    void start() {
        pollers.forEach(threads::execute);
    }

    /**
     * From now on, no request for messages is sent. Does not wait for the threads, because a request in flight can
     * last 20 seconds or more.
     */
    void stop() {
        pollers.forEach(QueuePoller::stop);
        threads.shutdownNow();
    }

    @Override
    public void close() {
        stop();
        queues.forEach(EventQueue::close);
    }
}
