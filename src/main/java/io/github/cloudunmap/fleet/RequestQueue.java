package io.github.cloudunmap.fleet;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs requests in order, a limited number at once, each when the rate limit allows it. For one thread at a time. */
final class RequestQueue {
    private final Executor executor;
    private final int mostAtOnce;
    private final Supplier<CompletableFuture<Void>> turns;
    private final Queue<Request> queued = new ArrayDeque<>();
    private int inFlight;

    /**
     * @param refused takes the error if no thread can run the body; it has to call {@link #ended}, as the body does
     */
    private record Request(Runnable body, Consumer<Throwable> refused) {}

    /** @param turns gives a request its turn to be sent */
    RequestQueue(Executor executor, int mostAtOnce, Supplier<CompletableFuture<Void>> turns) {
        this.executor = executor;
        this.mostAtOnce = mostAtOnce;
        this.turns = turns;
    }

    void add(Runnable body, Consumer<Throwable> refused) {
        queued.add(new Request(body, refused));
    }

    void send() {
        while (inFlight < mostAtOnce && !queued.isEmpty()) {
            Request request = queued.remove();
            inFlight++;
            // No thread waits for the turn.
            var unused = turns.get().whenComplete((turn, failure) -> begin(request, failure));
        }
    }

    private void begin(Request request, @Nullable Throwable failure) {
        try {
            if (failure == null) {
                executor.execute(request.body);
            } else {
                request.refused.accept(failure);
            }
        } catch (RuntimeException | Error e) {
            request.refused.accept(e);
        }
    }

    /** A request has ended, with success or without, so there is room for another. */
    void ended() {
        inFlight--;
        send();
    }
}
