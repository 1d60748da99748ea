package io.github.cloudunmap.daemon;

import io.github.cloudunmap.events.Event;
import io.github.cloudunmap.events.EventQueue;
import io.github.cloudunmap.events.EventQueue.Message;
import io.github.cloudunmap.events.EventReader;
import io.github.cloudunmap.metrics.EventMetrics.Result;
import io.github.cloudunmap.reconcile.ApiFailure;
import io.github.cloudunmap.reconcile.TimeSource;
import io.github.cloudunmap.text.OneLine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Reads one queue until it is stopped. A message is deleted once its early passes have been asked for, or once it has
 * turned out that the message cannot be used. While the queue cannot be read, only the early passes are missing:
 * regular passes go on. While messages cannot be deleted, early passes go on too.
 */
final class QueuePoller implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(QueuePoller.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final String SEND_ONLY = "let the rule send EC2's state changes only";
    private static final Duration COMPLAINS_EVERY = Duration.ofMinutes(1);

    private final EventQueue queue;
    private final ToIntFunction<Event.StateChange> listener;
    private final QueueMetrics metrics;
    private final TimeSource time;
    private final Consumer<Error> fatal;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    // The fields below are used only by the thread that runs this object.
    private Duration pause = Duration.ZERO;
    private boolean hasReceived;
    private @Nullable Failure failing;
    private @Nullable Long complainedAt;
    private int notTold;
    private Event.@Nullable StateChange told;

    /**
     * A failure of the queue. If the next failure equals this one, it is not logged again.
     *
     * @param canBeRead true if messages were read but could not be deleted; false if the queue could not be read
     */
    private record Failure(String code, boolean canBeRead) {
        /**
         * Whether the failure is over, now that these messages have been received and deleted. An empty answer does
         * not end a failure to delete: nothing was deleted, so nobody knows whether deleting works again.
         */
        boolean isOverAfter(List<Message> messages) {
            return !canBeRead || !messages.isEmpty();
        }

        String end() {
            return canBeRead ? "Messages of queue {} can be deleted again" : "Queue {} can be read again";
        }

        String beginning() {
            return canBeRead
                    ? "Messages of queue {} cannot be deleted, so they come again, and it is read more slowly: {}"
                    : "Queue {} cannot be read, so only polling finds what has ended: {}";
        }
    }

    /**
     * @param listener asks for the early passes that an event causes, and returns how many services the event concerns
     * @param fatal ends the process after a JVM error. Otherwise the queue would no longer be read, and nobody would
     *     notice
     */
    QueuePoller(
            EventQueue queue,
            ToIntFunction<Event.StateChange> listener,
            QueueMetrics metrics,
            TimeSource time,
            Consumer<Error> fatal) {
        this.queue = queue;
        this.listener = listener;
        this.metrics = metrics;
        this.time = time;
        this.fatal = fatal;
        metrics.add(queue.url());
    }

    @Override
    public void run() {
        while (!stopped.isDone()) {
            try {
                poll();
            } catch (ApiFailure e) {
                failed(e.code(), e);
            } catch (RuntimeException e) {
                failed("InternalError", e);
            } catch (Error e) {
                fatal.accept(e);
                throw e;
            }
            waitForPause();
        }
    }

    private void poll() {
        long askedAt = time.nanos();
        hasReceived = false;
        List<Message> messages = queue.receive();
        hasReceived = true;
        metrics.received(queue.url(), time.now());
        if (!messages.isEmpty()) {
            messages.forEach(this::takeSafely);
            queue.delete(messages);
        }
        Failure over = failing;
        if (over != null && over.isOverAfter(messages)) {
            metrics.recovered(queue.url());
            LOG.atInfo().addKeyValue("queue", queue.url()).log(over.end(), queue.url());
            failing = null;
        }
        // SQS normally waits before it gives an empty answer. If one came at once, pause before the next request.
        boolean waited = time.nanos() - askedAt >= FIRST_PAUSE.toNanos();
        pause = messages.isEmpty() && !waited ? FIRST_PAUSE : Duration.ZERO;
    }

    /** Handles a message and catches every exception, so that the other messages of the answer are handled too. */
    private void takeSafely(Message message) {
        try {
            take(message);
        } catch (RuntimeException e) {
            metrics.taken(queue.url(), Result.UNREADABLE);
            complain("it led to a defect of this program: " + e, "report it", e);
        }
    }

    private void take(Message message) {
        Event event = EventReader.read(message.body(), time.now());
        if (event instanceof Event.StateChange change) {
            boolean concerns = listener.applyAsInt(change) > 0;
            metrics.taken(queue.url(), concerns ? Result.MATCHED : Result.UNKNOWN_INSTANCE);
            change.at().ifPresent(at -> metrics.age(Duration.between(at, time.now())));
            if (concerns) {
                boolean isNews = change.isEnd() && !change.equals(told);
                told = change;
                LOG.atLevel(isNews ? Level.INFO : Level.DEBUG)
                        .addKeyValue("queue", queue.url())
                        .addKeyValue("instance_id", change.ec2Id().toString())
                        .log(
                                "EC2 says that {} in {} is {}: its services are checked now",
                                change.ec2Id(),
                                OneLine.quote(change.region()),
                                OneLine.quote(change.state()));
            }
        } else if (event instanceof Event.Foreign foreign) {
            metrics.taken(queue.url(), Result.FOREIGN);
            complain(foreign.why(), SEND_ONLY, null);
        } else if (event instanceof Event.Unreadable unreadable) {
            metrics.taken(queue.url(), Result.UNREADABLE);
            complain(unreadable.why(), SEND_ONLY, null);
        }
    }

    private void complain(String why, String remedy, @Nullable Exception defect) {
        Long last = complainedAt;
        long now = time.nanos();
        if (last != null && now - last < COMPLAINS_EVERY.toNanos()) {
            notTold++;
            return;
        }
        LOG.atWarn()
                .addKeyValue("queue", queue.url())
                .setCause(defect)
                .log(
                        "A message of queue {} was deleted unused: {}{}; {}",
                        queue.url(),
                        why,
                        notTold == 0 ? "" : " (and " + notTold + " before it)",
                        remedy);
        complainedAt = now;
        notTold = 0;
    }

    private void failed(String code, RuntimeException e) {
        if (stopped.isDone()) {
            return;
        }
        pause = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
        pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        Failure failure = new Failure(code, hasReceived);
        metrics.failed(queue.url(), code, ApiFailure.messageOf(e), failure.canBeRead);
        if (!failure.equals(failing)) {
            LOG.atError()
                    .addKeyValue("queue", queue.url())
                    .addKeyValue("error_code", code)
                    .setCause(e)
                    .log(failure.beginning(), queue.url(), ApiFailure.messageOf(e));
        }
        failing = failure;
    }

    private void waitForPause() {
        if (!pause.isZero()) {
            try {
                time.await("the end of queue " + queue.url(), stopped, pause);
            } catch (ApiFailure goesOn) {
                // The pause is over, or the thread is being stopped.
                if (Thread.currentThread().isInterrupted()) {
                    stop();
                }
            }
        }
    }

    /** From now on, no request for messages is sent. Does not wait for a request in flight. Any thread may call it. */
    void stop() {
        stopped.complete(null);
    }
}
