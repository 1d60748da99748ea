package io.github.cloudunmap.events;

import io.github.cloudunmap.reconcile.ApiFailure;
import java.util.List;

/** A queue of events. Not thread-safe. */
public interface EventQueue extends AutoCloseable {
    /** The queue's URL, which names it in log and metrics. */
    String url();

    /**
     * Takes up to ten messages. If the queue is empty, waits for up to 20 seconds for a message.
     *
     * @return the messages; empty if none came
     * @throws ApiFailure if the queue cannot be read
     */
    List<Message> receive();

    /**
     * Deletes messages, so that the queue does not deliver them again.
     *
     * @throws ApiFailure if at least one of them could not be deleted
     */
    void delete(List<Message> messages);

    @Override
    void close();

    /** @param handle SQS's receipt handle for this delivery of the message, which is needed to delete the message */
    record Message(String body, String handle) {}
}
