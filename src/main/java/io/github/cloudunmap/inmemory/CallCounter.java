package io.github.cloudunmap.inmemory;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the requests of one operation in one region, and the most requests in flight at one time. Any thread may call
 * it.
 */
final class CallCounter {
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger mostInFlight = new AtomicInteger();
    private final Map<String, AtomicLong> errors = new ConcurrentHashMap<>();

    void enter() {
        requests.incrementAndGet();
        mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
    }

    void leave() {
        inFlight.decrementAndGet();
    }

    void answered(int size) {
        bytes.addAndGet(size);
    }

    void failed(String code) {
        errors.computeIfAbsent(code, key -> new AtomicLong()).incrementAndGet();
    }

    long requests() {
        return requests.get();
    }

    long bytes() {
        return bytes.get();
    }

    long errors(String code) {
        AtomicLong count = errors.get(code);
        return count == null ? 0 : count.get();
    }

    int mostInFlight() {
        return mostInFlight.get();
    }
}
