package io.github.cloudunmap.fleet;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Runs requests in order, a limited number at once. For one thread at a time. */
final class RequestQueue {
    private final Executor executor;
    private final int mostAtOnce;
    private final Queue<Request> queued = new ArrayDeque<>();
    private int inFlight;

    /**
     * @param refused takes the error if no thread can run the body; it has to call {@link #ended}, as the body does
     */
    private record Request(Runnable body, Consumer<Throwable> refused) {}

    RequestQueue(Executor executor, int mostAtOnce) {
        this.executor = executor;
        this.mostAtOnce = mostAtOnce;
    }

    void add(Runnable body, Consumer<Throwable> refused) {
        queued.add(new Request(body, refused));
    }

    void send() {
        while (inFlight < mostAtOnce && !queued.isEmpty()) {
            Request request = queued.remove();
            inFlight++;
            try {
                executor.execute(request.body);
            } catch (RuntimeException | Error e) {
                request.refused.accept(e);
            }
        }
    }

    /** A request has ended, with success or without, so there is room for another. */
    void ended() {
        inFlight--;
        send();
    }
}
