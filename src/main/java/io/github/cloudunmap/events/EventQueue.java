package io.github.cloudunmap.events;

import io.github.cloudunmap.reconcile.ApiFailure;
import java.util.List;

/** A queue of events. For one thread at a time. */
public interface EventQueue extends AutoCloseable {
    /** The queue's URL, which names it in log and metrics. */
    String url();

    /**
     * Takes up to ten messages, and waits for up to 20 seconds if there is none.
     *
     * @throws ApiFailure if the queue cannot be read
     */
    List<Message> receive();

    /**
     * Deletes messages, so that they do not come again.
     *
     * @throws ApiFailure if at least one of them could not be deleted
     */
    void delete(List<Message> messages);

    @Override
    void close();

    /** @param handle what the queue knows this reception of the message by */
    record Message(String body, String handle) {}
}
