package io.github.cloudunmap.inmemory;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes requests fail, hang or be slow, and runs hooks during requests. One {@code Faults} object applies to the
 * requests of one operation, of one region, of both, or to all requests: see {@link InMemoryAws#on(String)}. Below,
 * "request" means one of these.
 *
 * <p>The faults of one {@code Faults} object act on a request in this order: the delay, the hang until its release,
 * the hooks of {@link #before(Consumer)} and {@link #beforeNext(Consumer)}, and last the failure or the closing of the
 * connection. The objects that apply to a request act one after the other. After that, the request reads the state of
 * the AWS in memory, unless it has failed.
 *
 * <p>A hook runs on the thread of its request. If a hook throws an {@link ApiError}, the request fails with that
 * error. Any thread may set any fault at any time.
 */
public final class Faults {
    private volatile Duration latency = Duration.ZERO;
    private volatile @Nullable ApiError failure;
    private volatile @Nullable Hang hang;
    private final Queue<ApiError> nextFailures = new ConcurrentLinkedQueue<>();
    private final List<Consumer<Call>> before = new CopyOnWriteArrayList<>();
    private final List<Consumer<Call>> after = new CopyOnWriteArrayList<>();
    private final Queue<Consumer<Call>> beforeNext = new ConcurrentLinkedQueue<>();
    private final Queue<Consumer<Call>> afterNext = new ConcurrentLinkedQueue<>();

    Faults() {}

    /** Delays every request. If several {@link Faults} apply to a request, their delays add up. */
    public void latency(Duration delay) {
        latency = delay;
    }

    /** Answers requests with the error, until {@link #clear}. Errors from {@link #failNext} are used up first. */
    public void fail(ApiError error) {
        failure = error;
    }

    /**
     * Answers {@code requests} requests with the error, once all failures from earlier calls of this method and of
     * {@link #dropNext} have happened.
     */
    public void failNext(int requests, ApiError error) {
        for (int i = 0; i < requests; i++) {
            nextFailures.add(error);
        }
    }

    /** Like {@link #failNext}, but closes the connections of these requests without an answer. */
    public void dropNext(int requests) {
        failNext(requests, ApiError.droppedConnection());
    }

    /** Makes every request that this object applies to hang, until the result is released or the server is closed. */
    public Hang hang() {
        Hang gate = new Hang();
        releaseHanging();
        hang = gate;
        return gate;
    }

    /** Runs the hook in every request, before the request reads any state. */
    public void before(Consumer<Call> hook) {
        before.add(hook);
    }

    /**
     * Runs the hook once, in the next request, before the request reads any state. Each request runs only one of
     * these hooks, so a second hook runs one request later.
     */
    public void beforeNext(Consumer<Call> hook) {
        beforeNext.add(hook);
    }

    /** Runs the hook in every request that succeeds, before the answer is sent. */
    public void after(Consumer<Call> hook) {
        after.add(hook);
    }

    /**
     * Runs the hook once, in the first request from now on that succeeds, before the answer is sent. Each request
     * runs only one of these hooks, so a second hook runs in the next request that succeeds.
     */
    public void afterNext(Consumer<Call> hook) {
        afterNext.add(hook);
    }

    /** Clears all faults: delays, failures and hooks. Hanging requests are released and answered. */
    public void clear() {
        latency = Duration.ZERO;
        failure = null;
        releaseHanging();
        hang = null;
        nextFailures.clear();
        before.clear();
        after.clear();
        beforeNext.clear();
        afterNext.clear();
    }

    void applyBefore(Call call) throws InterruptedException {
        if (!latency.isZero()) {
            Thread.sleep(latency.toMillis());
        }
        Hang gate = hang;
        if (gate != null) {
            gate.hold();
        }
        run(before, beforeNext, call);
        ApiError next = nextFailures.poll();
        ApiError error = next == null ? failure : next;
        if (error != null) {
            throw error;
        }
    }

    void applyAfter(Call call) {
        run(after, afterNext, call);
    }

    private void releaseHanging() {
        Hang gate = hang;
        if (gate != null) {
            gate.release();
        }
    }

    private static void run(List<Consumer<Call>> always, Queue<Consumer<Call>> once, Call call) {
        always.forEach(hook -> hook.accept(call));
        Consumer<Call> next = once.poll();
        if (next != null) {
            next.accept(call);
        }
    }
}
