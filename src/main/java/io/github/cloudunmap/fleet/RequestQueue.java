package io.github.cloudunmap.fleet;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs queued requests in order. A limited number runs at once, and each starts when the rate limit allows it. Not
 * thread-safe.
 */
final class RequestQueue {
    private final Executor executor;
    private final int mostAtOnce;
    private final Supplier<CompletableFuture<Void>> turns;
    private final Queue<Request> queued = new ArrayDeque<>();
    private int inFlight;

    /**
     * @param body makes the request, and has to call {@link #ended} afterwards
     * @param refused is called with the error if {@code body} cannot be run, and then has to call {@link #ended}
     */
    private record Request(Runnable body, Consumer<Throwable> refused) {}

    /** @param turns returns a future that completes when the next request may be sent */
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

    /** Notes that a request has ended, successfully or not, and starts the next ones. */
    void ended() {
        inFlight--;
        send();
    }
}
